package keepalived.daemon.status;

import keepalived.core.text.Printable;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.Counter;

/// `keepalived.stats`, written at SIGUSR2. Exporters parse exactly these words.
public final class Statistics {

  private Statistics() {}

  public static String text(VrrpSnapshot snapshot) {
    var text = new StringBuilder();
    snapshot.instances().forEach(instance -> append(text, instance));
    return text.toString();
  }

  private static void append(StringBuilder text, InstanceSnapshot instance) {
    text.append("VRRP Instance: ").append(Printable.of(instance.config().name())).append('\n');
    heading(text, "Advertisements");
    count(text, instance, "Received", Counter.ADVERT_RECEIVED);
    count(text, instance, "Sent", Counter.ADVERT_SENT);
    total(text, instance, "Became master", Counter.BECAME_MASTER);
    total(text, instance, "Released master", Counter.RELEASED_MASTER);
    heading(text, "Packet Errors");
    count(text, instance, "Length", Counter.LENGTH);
    count(text, instance, "TTL", Counter.TTL);
    count(text, instance, "Invalid Type", Counter.INVALID_TYPE);
    count(text, instance, "Advertisement Interval", Counter.INTERVAL);
    count(text, instance, "Address List", Counter.ADDRESS_LIST);
    heading(text, "Authentication Errors");
    count(text, instance, "Invalid Type", Counter.AUTH_TYPE_INVALID);
    count(text, instance, "Type Mismatch", Counter.AUTH_TYPE_MISMATCH);
    count(text, instance, "Failure", Counter.AUTH_FAILURE);
    heading(text, "Authentication Extension Errors");
    count(text, instance, "Missing", Counter.SIGNATURE_MISSING);
    count(text, instance, "Malformed", Counter.SIGNATURE_MALFORMED);
    count(text, instance, "Unknown Key", Counter.SIGNATURE_UNKNOWN_KEY);
    count(text, instance, "Invalid HMAC", Counter.SIGNATURE_INVALID);
    count(text, instance, "Stale", Counter.SIGNATURE_STALE);
    count(text, instance, "Replay", Counter.SIGNATURE_REPLAY);
    heading(text, "Priority Zero");
    count(text, instance, "Received", Counter.PRIORITY_ZERO_RECEIVED);
    count(text, instance, "Sent", Counter.PRIORITY_ZERO_SENT);
  }

  private static void heading(StringBuilder text, String name) {
    text.append("  ").append(name).append(":\n");
  }

  private static void total(
      StringBuilder text, InstanceSnapshot instance, String name, Counter counter) {
    text.append("  ").append(name).append(": ").append(value(instance, counter)).append('\n');
  }

  private static void count(
      StringBuilder text, InstanceSnapshot instance, String name, Counter counter) {
    text.append("    ").append(name).append(": ").append(value(instance, counter)).append('\n');
  }

  private static long value(InstanceSnapshot instance, Counter counter) {
    return instance.counters().getOrDefault(counter, 0L);
  }
}
