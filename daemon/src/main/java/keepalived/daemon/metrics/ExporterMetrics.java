package keepalived.daemon.metrics;

import java.util.List;
import java.util.function.Function;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.daemon.api.Reading;
import keepalived.vrrp.machine.Counter;

/// The families of the public exporter (mehdy/keepalived-exporter), with its names, labels and
/// numbers, so that its dashboards and rules go on working.
final class ExporterMetrics {

  private final MetricsText text;
  private final Reading reading;
  private final List<Router> routers;

  ExporterMetrics(MetricsText text, Reading reading) {
    this.text = text;
    this.reading = reading;
    routers = Router.all(reading);
  }

  void write() {
    state("keepalived_vrrp_state", "State by address", VrrpInstance::addresses);
    state("keepalived_vrrp_excluded_state", "State by excluded address", VrrpInstance::excluded);
    count("advertisements_received", "Adverts received", Counter.ADVERT_RECEIVED);
    count("advertisements_sent", "Adverts sent", Counter.ADVERT_SENT);
    count("become_master", "Times that it became MASTER", Counter.BECAME_MASTER);
    count("release_master", "Times that it left MASTER", Counter.RELEASED_MASTER);
    count("packet_length_errors", "Refused: length", Counter.LENGTH);
    count("advertisements_interval_errors", "Refused: interval", Counter.INTERVAL);
    count("ip_ttl_errors", "Refused: TTL or hop limit", Counter.TTL);
    count("invalid_type_received", "Refused: type of packet", Counter.INVALID_TYPE);
    count("address_list_errors", "Refused: addresses", Counter.ADDRESS_LIST);
    count("authentication_invalid", "Refused: type of authentication", Counter.AUTH_TYPE_INVALID);
    count("authentication_mismatch", "Refused: other authentication", Counter.AUTH_TYPE_MISMATCH);
    count("authentication_failure", "Refused: wrong password", Counter.AUTH_FAILURE);
    count(
        "priority_zero_received", "Adverts of priority 0 received", Counter.PRIORITY_ZERO_RECEIVED);
    count("priority_zero_sent", "Adverts of priority 0 sent", Counter.PRIORITY_ZERO_SENT);
    text.gauge("keepalived_gratuitous_arp_delay_total", "Configured garp_delay in seconds");
    for (var router : routers) {
      var delay = router.snapshot().config().announcements().delay();
      text.sample(router.labels(), delay.toSeconds());
    }
    text.gauge("keepalived_script_status", "Tracked script: 0 bad, 1 good");
    reading
        .vrrp()
        .ifPresent(
            vrrp ->
                vrrp.observations()
                    .scripts()
                    .forEach(
                        (name, up) -> text.sample(MetricsText.labels("name", name), up ? 1 : 0)));
  }

  /// One series for each address, with the interface of the address; one without an address for an
  /// instance that has none.
  private void state(
      String name, String help, Function<VrrpInstance, List<VirtualAddress>> addresses) {
    text.gauge(name, help + ": 0 INIT, 1 BACKUP, 2 MASTER, 3 FAULT");
    for (var router : routers) {
      var snapshot = router.snapshot();
      // The roles are declared in the order of these numbers.
      int number = snapshot.state().role().ordinal();
      var all = addresses.apply(snapshot.config());
      for (var address : all) {
        String device = address.interfaceName().orElse(Router.device(snapshot));
        String labels = Router.labels(snapshot, device);
        text.sample(MetricsText.and(labels, "ip_address", address.prefix().toString()), number);
      }
      if (all.isEmpty() && name.equals("keepalived_vrrp_state")) {
        text.sample(MetricsText.and(router.labels(), "ip_address", ""), number);
      }
    }
  }

  private void count(String name, String help, Counter counter) {
    text.counter("keepalived_" + name + "_total", help);
    routers.forEach(router -> text.sample(router.labels(), router.count(counter)));
  }
}
