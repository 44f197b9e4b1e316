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
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;
import keepalived.core.log.LogSink;
import keepalived.core.log.Part;
import keepalived.core.text.Printable;

/// Receives all log lines of the daemon. It never blocks: a full queue drops the line and counts
/// it, and the writer reports the number once there is space. Unprintable characters are escaped,
/// so that foreign text cannot forge a line. The writer and the log library are created on the
/// writer's thread.
public final class Journal implements LogSink, AutoCloseable {

  private static final int CAPACITY = 8192;
  private static final JournalEntry END =
      new JournalEntry(Instant.EPOCH, new LogLine(Part.PARENT, Level.INFO, ""), "");

  /// During a longer start, lines are written before its end.
  private static final Duration HOLD = Duration.ofMillis(500);

  private final CountDownLatch begun;
  private final BlockingQueue<JournalEntry> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final InstantSource clock;
  private final Thread writer;
  private volatile int detail;

  /// @param detail how often -D was given
  /// @param sink creates the writer; called once, on the writer's thread
  public Journal(InstantSource clock, int detail, Supplier<? extends Consumer<JournalEntry>> sink) {
    this(clock, detail, sink, new CountDownLatch(0));
  }

  /// A journal that keeps its lines until [#begin], but at most half a second: loading the log
  /// library together with everything else at start would delay the first advert.
  public static Journal held(
      InstantSource clock, int detail, Supplier<? extends Consumer<JournalEntry>> sink) {
    return new Journal(clock, detail, sink, new CountDownLatch(1));
  }

  private Journal(
      InstantSource clock,
      int detail,
      Supplier<? extends Consumer<JournalEntry>> sink,
      CountDownLatch begun) {
    this.clock = clock;
    this.detail = detail;
    this.begun = begun;
    writer = Thread.ofPlatform().name("log").daemon().start(() -> write(sink));
  }

  /// Ends the start: lines are written from now on.
  public void begin() {
    begun.countDown();
  }

  public void detail(int level) {
    detail = level;
  }

  /// Queues the line, unless it needs more `-D` options than were given.
  @Override
  public void log(LogLine line) {
    if (line.level().detail() > detail) {
      return;
    }
    if (!queue.offer(new JournalEntry(clock.instant(), line, Thread.currentThread().getName()))) {
      dropped.incrementAndGet();
    }
  }

  /// Number of lines lost because the queue was full.
  public long dropped() {
    return dropped.get();
  }

  private void write(Supplier<? extends Consumer<JournalEntry>> maker) {
    try {
      begun.await(HOLD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return;
    }
    var output = new Output(maker);
    long told = 0;
    while (true) {
      JournalEntry line;
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

  /// Escapes unprintable characters: lines contain text from others, such as replies of servers,
  /// output of scripts, and names.
  private static JournalEntry clean(JournalEntry entry) {
    var line = entry.line();
    var printable = new LogLine(line.part(), line.level(), Printable.of(line.text()), line.id());
    return new JournalEntry(entry.when(), printable, entry.thread());
  }

  private JournalEntry warning(String text) {
    var line = new LogLine(Part.PARENT, Level.WARNING, text);
    return new JournalEntry(clock.instant(), line, writer.getName());
  }

  /// The sink, created for the first line. An exception costs one line, never the writer.
  private final class Output {

    private final Supplier<? extends Consumer<JournalEntry>> maker;
    private Optional<Consumer<JournalEntry>> sink = Optional.empty();
    private long failed;
    private Optional<Throwable> cause = Optional.empty();

    private Output(Supplier<? extends Consumer<JournalEntry>> maker) {
      this.maker = maker;
    }

    private void write(JournalEntry line) {
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

  /// Writes the queued lines, for at most a second, and ends the writer.
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
