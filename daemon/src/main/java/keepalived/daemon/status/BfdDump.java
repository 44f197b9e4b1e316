package keepalived.daemon.status;

import java.time.Duration;
import java.util.List;
import keepalived.healthcheck.bfd.BfdEngine;

/// `keepalived_bfd.data`: the BFD sessions, what they are and how they stand.
public final class BfdDump {

  private final StringBuilder text = new StringBuilder();

  private BfdDump() {}

  public static String text(List<BfdEngine.View> sessions) {
    var dump = new BfdDump();
    dump.text.append("------< BFD Topology >------\n");
    sessions.forEach(dump::session);
    return dump.text.toString();
  }

  private void session(BfdEngine.View view) {
    var config = view.config();
    text.append(" BFD Instance = ").append(config.name()).append('\n');
    line("Neighbor IP", config.neighbor());
    config.source().ifPresent(source -> line("Source IP", source));
    line("Required min RX interval", micros(config.minRx()));
    line("Desired min TX interval", micros(config.minTx()));
    line("Desired idle TX interval", micros(config.idleTx()));
    line("Detection multiplier", config.multiplier());
    line("TTL", config.ttl());
    line("max_hops", config.maxHops());
    line("passive", config.passive());
    line("send event to VRRP process", yesNo(config.vrrp()));
    line("send event to checker process", yesNo(config.checker()));
    line("local state", view.state());
    line("remote state", view.remoteState());
    line("local diag", view.diagnostic());
    line("local tx intv", micros(view.interval()));
    line("local detection time", micros(view.detectionTime()));
  }

  private static String yesNo(boolean yes) {
    return yes ? "Yes" : "No";
  }

  private static String micros(Duration duration) {
    return duration.toNanos() / 1000 + " us";
  }

  private void line(String name, Object value) {
    text.append("   ").append(name).append(" = ").append(value).append('\n');
  }
}
