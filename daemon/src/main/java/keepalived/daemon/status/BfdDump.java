package keepalived.daemon.status;

import java.time.Duration;
import java.util.List;
import keepalived.tracking.bfd.BfdEngine;

/// `keepalived_bfd.data`: the configuration and state of BFD sessions.
public final class BfdDump {

  private final DumpText text = new DumpText();

  private BfdDump() {}

  public static String text(List<BfdEngine.View> sessions) {
    var dump = new BfdDump();
    dump.text.heading("BFD Topology");
    sessions.forEach(dump::session);
    return dump.text.toString();
  }

  private void session(BfdEngine.View view) {
    var config = view.config();
    text.title("BFD Instance", config.name());
    text.line("Neighbor IP", config.neighbor());
    config.source().ifPresent(source -> text.line("Source IP", source));
    text.line("Required min RX interval", micros(config.minRx()));
    text.line("Desired min TX interval", micros(config.minTx()));
    text.line("Desired idle TX interval", micros(config.idleTx()));
    text.line("Detection multiplier", config.multiplier());
    text.line("TTL", config.ttl());
    text.line("max_hops", config.maxHops());
    text.line("passive", config.passive());
    text.line("send event to VRRP process", yesNo(config.vrrp()));
    text.line("send event to checker process", yesNo(config.checker()));
    text.line("local state", view.state());
    text.line("remote state", view.remoteState());
    text.line("local diag", view.diagnostic());
    text.line("local tx intv", micros(view.interval()));
    text.line("local detection time", micros(view.detectionTime()));
  }

  private static String yesNo(boolean yes) {
    return yes ? "Yes" : "No";
  }

  private static String micros(Duration duration) {
    return duration.toNanos() / 1000 + " us";
  }
}
