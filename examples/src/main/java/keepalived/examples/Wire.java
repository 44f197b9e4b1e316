package keepalived.examples;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import keepalived.lab.Program;

/// Summarises the output of tcpdump: the first of each burst of gratuitous ARP, and adverts whose
/// content changed.
final class Wire {

  private static final Pattern TIMED = Pattern.compile("(\\d+)\\.(\\d{6}) (\\S+) > .*?: (.*)");
  private static final Pattern ADVERT =
      Pattern.compile(".*?(\\S+) > (\\S+): VRRPv(\\d).*vrid (\\d+), prio (\\d+).*");
  private static final Pattern ARP =
      Pattern.compile("Request who-has (\\S+).* tell (\\S+), length.*");

  private final Timeline timeline;
  private final Map<String, String> machineOfMac;
  private static final Duration BURST = Duration.ofMillis(300);

  private final Map<String, Instant> lastArp = new HashMap<>();
  private final Map<String, String> lastAdvert = new HashMap<>();

  /// @param machineOfMac names of machines by the MAC of their `eth0`
  Wire(Timeline timeline, Map<String, String> machineOfMac) {
    this.timeline = timeline;
    this.machineOfMac = Map.copyOf(machineOfMac);
  }

  static String[] tcpdump() {
    return new String[] {
      "tcpdump", "-i", "eth0", "-l", "-n", "-e", "-tt", "--immediate-mode", "arp or ip proto 112"
    };
  }

  void accept(Program.Said line) {
    var timed = TIMED.matcher(line.text());
    if (!timed.matches()) {
      return;
    }
    var when =
        Instant.ofEpochSecond(
            Long.parseLong(timed.group(1)), 1000L * Long.parseLong(timed.group(2)));
    String sender = machineOfMac.getOrDefault(timed.group(3), timed.group(3));
    var arp = ARP.matcher(timed.group(4));
    if (arp.matches() && arp.group(1).equals(arp.group(2))) {
      tellArp(when, arp.group(1), timed.group(3), sender);
      return;
    }
    var advert = ADVERT.matcher(line.text());
    if (advert.matches()) {
      String key = sender + advert.group(4);
      String value = advert.group(5);
      if (!value.equals(lastAdvert.put(key, value))) {
        timeline.add(
            when,
            "wire",
            "advert from %s: VRRPv%s, VRID %s, priority %s"
                .formatted(sender, advert.group(3), advert.group(4), value));
      }
    }
  }

  /// Reports the first of a burst.
  private void tellArp(Instant when, String address, String mac, String sender) {
    var last = lastArp.put(address + sender, when);
    if (last == null || last.plus(BURST).isBefore(when)) {
      String what = "gratuitous ARP: %s is at %s (%s)".formatted(address, mac, sender);
      timeline.add(when, "wire", what);
    }
  }
}
