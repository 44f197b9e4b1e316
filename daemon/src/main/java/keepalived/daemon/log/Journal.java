package keepalived.daemon.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.text.Printable;

/// Where every log line of the daemon goes. Never blocks: a full queue drops the line and counts
/// it, and the writer says how many were lost once there is room again. What would not print is
/// written as an escape, so that nobody else can forge a line. The writer, and with it the log
/// library, is made on the writer's thread.
public final class Journal implements AutoCloseable {

  private static final int CAPACITY = 8192;
  private static final Line END = new Line(Instant.EPOCH, Part.PARENT, Severity.INFO, "", "");

  /// A start that takes longer than this is logged while it goes on.
  private static final Duration HOLD = Duration.ofMillis(500);

  private final CountDownLatch begun;
  private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final InstantSource clock;
  private final Thread writer;
  private volatile int detail;

  /// @param detail how often -D was given
  /// @param sink makes the writer; called once, on the writer's thread
  public Journal(InstantSource clock, int detail, Supplier<? extends Consumer<Line>> sink) {
    this(clock, detail, sink, new CountDownLatch(0));
  }

  /// A journal whose lines wait for [#begin], but for no longer than half a second: loading the log
  /// library beside all else that a start loads would delay the first advertisement.
  public static Journal held(
      InstantSource clock, int detail, Supplier<? extends Consumer<Line>> sink) {
    return new Journal(clock, detail, sink, new CountDownLatch(1));
  }

  private Journal(
      InstantSource clock,
      int detail,
      Supplier<? extends Consumer<Line>> sink,
      CountDownLatch begun) {
    this.clock = clock;
    this.detail = detail;
    this.begun = begun;
    writer = Thread.ofPlatform().name("log").daemon().start(() -> write(sink));
  }

  /// The start is over: lines are written from here on.
  public void begin() {
    begun.countDown();
  }

  public void detail(int level) {
    detail = level;
  }

  /// Whether lines of this detail are wanted: 0 always, 1 with -D, 2 with -D twice.
  public boolean wants(int level) {
    return level <= detail;
  }

  public void log(Part part, Severity severity, String text) {
    var line = new Line(clock.instant(), part, severity, text, Thread.currentThread().getName());
    if (!queue.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  public void info(Part part, String text) {
    log(part, Severity.INFO, text);
  }

  /// A line that only some operators want.
  public void detail(Part part, int level, String text) {
    if (wants(level)) {
      info(part, text);
    }
  }

  /// Lines lost because the queue was full.
  public long dropped() {
    return dropped.get();
  }

  private void write(Supplier<? extends Consumer<Line>> maker) {
    try {
      begun.await(HOLD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return;
    }
    var output = new Output(maker);
    long told = 0;
    while (true) {
      Line line;
      try {
        line = queue.take();
      } catch (InterruptedException e) {
        return;
      }
      if (line == END) {
        return;
      }
      output.write(clean(line));
      long lost = dropped.get();
      if (lost > told && queue.remainingCapacity() > CAPACITY / 2) {
        String text = (lost - told) + " log lines were lost: the log could not keep up";
        output.write(warning(text));
        told = lost;
      }
    }
  }

  /// Texts of others come in lines of ours: servers' replies, output of scripts, names.
  private static Line clean(Line line) {
    String text = Printable.of(line.text());
    return new Line(line.when(), line.part(), line.severity(), text, line.thread());
  }

  private Line warning(String text) {
    return new Line(clock.instant(), Part.PARENT, Severity.WARNING, text, writer.getName());
  }

  /// The sink, made with the first line. Whatever it throws costs that line, never the writer.
  private final class Output {

    private final Supplier<? extends Consumer<Line>> maker;
    private Optional<Consumer<Line>> sink = Optional.empty();
    private long failed;
    private Optional<Throwable> cause = Optional.empty();

    private Output(Supplier<? extends Consumer<Line>> maker) {
      this.maker = maker;
    }

    private void write(Line line) {
      try {
        if (sink.isEmpty()) {
          sink = Optional.of(maker.get());
        }
        sink.get().accept(line);
        if (failed > 0) {
          sink.get().accept(warning(failed + " log lines were lost: " + cause.orElseThrow()));
          failed = 0;
        }
      } catch (RuntimeException | Error e) {
        failed++;
        cause = Optional.of(e);
      }
    }
  }

  /// Writes what is queued, for at most a second, and ends the writer.
  @Override
  public void close() {
    begin();
    if (queue.offer(END)) {
      try {
        writer.join(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
