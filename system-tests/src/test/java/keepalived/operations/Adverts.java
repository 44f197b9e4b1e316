package keepalived.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import keepalived.lab.Await;
import keepalived.lab.Lab;
import keepalived.lab.Program;

/// The adverts on the bridge of a lab, with the kernel's timestamps.
final class Adverts {

  private static final String[] TCPDUMP = {
    "tcpdump", "-i", "br0", "-l", "-n", "-tt", "--immediate-mode", "ip proto 112"
  };
  private static final Pattern ADVERT =
      Pattern.compile("^(\\d+)\\.(\\d{6}) .*Advertisement, vrid (\\d+), prio (\\d+)");

  private final Program tcpdump;

  private Adverts(Program tcpdump) {
    this.tcpdump = tcpdump;
  }

  static Adverts of(Lab lab) {
    var tcpdump = lab.bridge().start(TCPDUMP);
    Await.until("tcpdump", () -> tcpdump.output().contains("listening on"));
    return new Adverts(tcpdump);
  }

  /// The adverts of a VRID so far, in order of arrival.
  List<MasterBound.Advert> seen(int vrid) {
    var adverts = new ArrayList<MasterBound.Advert>();
    for (var line : tcpdump.said()) {
      var advert = ADVERT.matcher(line.text());
      if (advert.find() && Integer.parseInt(advert.group(3)) == vrid) {
        var when =
            Instant.ofEpochSecond(
                Long.parseLong(advert.group(1)), 1000L * Long.parseLong(advert.group(2)));
        adverts.add(new MasterBound.Advert(when, Integer.parseInt(advert.group(4))));
      }
    }
    return adverts;
  }

  /// How much longer than `bound` a router was silent, less the time that the machine lost:
  /// positive when it was too long. Over all adverts of the VRID so far.
  Duration excess(int vrid, Duration bound, Lateness machine) {
    var worst = bound.negated();
    var last = Instant.MAX;
    for (var advert : seen(vrid)) {
      if (last.isBefore(advert.when())) {
        var allowed = bound.plus(machine.between(last, advert.when()));
        var excess = Duration.between(last, advert.when()).minus(allowed);
        worst = excess.compareTo(worst) > 0 ? excess : worst;
      }
      last = advert.when();
    }
    return worst;
  }

  /// Ends the capture, after which no packets are pending.
  void end() {
    tcpdump.signal("INT");
    tcpdump.await(Operated.LIMIT);
  }
}
