package keepalived.daemon.mail;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.time.MonoTime;
import keepalived.daemon.log.Journal;

/// Sends letters from a thread of its own, which starts with the first letter: until then mail
/// costs nothing.
public final class MailSender implements Mailer {

  private sealed interface Order {}

  private record Deliver(Part part, Mail letter, ZonedDateTime written) implements Order {}

  private record Settle(GlobalSettings global) implements Order {}

  private record End() implements Order {}

  private final Journal journal;
  private final InstantSource clock;
  private final LocalName host;
  private final Supplier<Relay> relays;
  private final MailQueue outbox;
  private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final AtomicLongArray counts = new AtomicLongArray(MailCount.values().length);
  private Optional<Thread> thread = Optional.empty();
  private GlobalSettings latest = GlobalSettings.DEFAULT;

  public MailSender(Journal journal, InstantSource clock) {
    this(
        journal,
        clock,
        LocalName.HOST,
        () -> new SmtpRelay(TrustedCertificates.BUNDLES),
        MailQueue.Rules.DEFAULT);
  }

  MailSender(
      Journal journal,
      InstantSource clock,
      LocalName host,
      Supplier<Relay> relays,
      MailQueue.Rules rules) {
    this.journal = journal;
    this.clock = clock;
    this.host = host;
    this.relays = relays;
    outbox = new MailQueue(rules);
  }

  @Override
  public void reconfigure(GlobalSettings global) {
    latest = global;
    if (thread.isPresent()) {
      orders.add(new Settle(global));
    }
  }

  @Override
  public void post(Part part, Mail letter) {
    if (thread.isEmpty()) {
      orders.add(new Settle(latest));
      begin();
    }
    orders.add(new Deliver(part, letter, clock.instant().atZone(ZoneId.systemDefault())));
  }

  /// Starts the thread. When there is none, mails wait until the next one is queued.
  private void begin() {
    try {
      thread = Optional.of(Thread.ofPlatform().name("mail").daemon().start(this::work));
    } catch (OutOfMemoryError none) {
      journal.log(Part.PARENT, Level.WARNING, "Alert mail has to wait: " + none.getMessage());
    }
  }

  public long count(MailCount what) {
    return counts.get(what.ordinal());
  }

  public Map<MailCount, Long> counts() {
    var all = new EnumMap<MailCount, Long>(MailCount.class);
    for (var what : MailCount.values()) {
      all.put(what, count(what));
    }
    return all;
  }

  @Override
  public void close(Duration patience) {
    if (thread.isEmpty()) {
      return;
    }
    orders.add(new End());
    try {
      if (!thread.get().join(patience)) {
        thread.get().interrupt();
        journal.log(Part.PARENT, Level.WARNING, "Alert mail was still being sent at stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    var relay = relays.get();
    var settings = Optional.<MailSettings>empty();
    boolean ending = false;
    while (true) {
      var order = next(ending);
      switch (order.orElse(null)) {
        case Settle(var global) -> settings = MailSettings.of(global, host);
        case Deliver d -> accept(d);
        case End _ -> {
          ending = true;
          outbox.hurry();
        }
        case null -> {}
      }
      if (order.isEmpty()) {
        if (ending && outbox.size() == 0) {
          return;
        }
        attempt(relay, settings);
      }
    }
  }

  /// The next command; empty when it is time to send a mail.
  private Optional<Order> next(boolean ending) {
    try {
      if (ending || outbox.due(now()).isPresent()) {
        return Optional.ofNullable(orders.poll());
      }
      var wake = outbox.wakeAt();
      return wake.isPresent()
          ? Optional.ofNullable(
              orders.poll(wake.get().since(now()).toNanos(), TimeUnit.NANOSECONDS))
          : Optional.of(orders.take());
    } catch (InterruptedException e) {
      throw new IllegalStateException("the mail thread is only interrupted at its end", e);
    }
  }

  private void accept(Deliver d) {
    outbox
        .add(new MailQueue.Waiting(d.part(), d.letter(), d.written(), now()))
        .ifPresent(lost -> dropped(lost, "too many mails are waiting"));
  }

  private void attempt(Relay relay, Optional<MailSettings> settings) {
    var due = outbox.due(now());
    if (due.isEmpty()) {
      return;
    }
    var waiting = due.get();
    if (settings.isEmpty()) {
      outbox.settled(waiting, now()); // a reload removed the relay
      dropped(waiting, "no relay is configured any more");
      return;
    }
    switch (sent(relay, settings.get(), waiting)) {
      case Relay.Sent(var remark) -> {
        outbox.settled(waiting, now());
        count(MailCount.SENT, 1);
        if (remark.isEmpty()) {
          journal.log(waiting.part(), Level.DETAIL, "SMTP alert successfully sent.");
        } else {
          warn(waiting.part(), "SMTP alert sent, but " + remark);
        }
      }
      case Relay.Refused(var reason) -> {
        outbox.settled(waiting, now());
        count(MailCount.REFUSED, 1);
        warn(waiting.part(), failed(settings.get(), waiting, reason) + "; not tried again");
      }
      case Relay.Deferred(var reason) -> {
        warn(waiting.part(), failed(settings.get(), waiting, reason));
        if (outbox.deferred(waiting, now())) {
          dropped(waiting, "tried for too long");
        } else {
          count(MailCount.RETRIED, 1);
        }
      }
      case Relay.Unreachable(var reason) -> unreachable(settings.get(), waiting, reason);
    }
  }

  /// Sends one mail. An unexpected exception must not end the sending of the others.
  private static Relay.Outcome sent(Relay relay, MailSettings settings, MailQueue.Waiting waiting) {
    try {
      return relay.send(settings, waiting.letter(), waiting.written());
    } catch (RuntimeException | Error e) {
      return new Relay.Deferred("internal error: " + e);
    }
  }

  private void unreachable(MailSettings settings, MailQueue.Waiting waiting, String reason) {
    List<MailQueue.Waiting> lost = outbox.unreachable(now());
    String next =
        outbox.wakeAt().map(at -> ", next try in " + at.since(now()).toSeconds() + " s").orElse("");
    warn(
        waiting.part(),
        "SMTP relay "
            + settings.relay()
            + ": "
            + reason
            + "; "
            + outbox.size()
            + " alerts wait"
            + next);
    lost.forEach(w -> dropped(w, "the relay was not reachable"));
    if (outbox.size() > 0) {
      count(MailCount.RETRIED, 1);
    }
  }

  private static String failed(MailSettings settings, MailQueue.Waiting waiting, String reason) {
    return "SMTP relay "
        + settings.relay()
        + " did not take '"
        + waiting.letter().subject()
        + "': "
        + reason;
  }

  private void dropped(MailQueue.Waiting waiting, String why) {
    count(MailCount.DROPPED, 1);
    warn(waiting.part(), "SMTP alert '" + waiting.letter().subject() + "' is lost: " + why);
  }

  private void warn(Part part, String text) {
    journal.log(part, Level.WARNING, text);
  }

  private void count(MailCount what, long by) {
    counts.addAndGet(what.ordinal(), by);
  }

  private static MonoTime now() {
    return new MonoTime(System.nanoTime());
  }
}
