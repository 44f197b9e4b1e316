package keepalived.vrrp.io;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.loop.Loop;
import keepalived.core.net.Family;
import keepalived.vrrp.engine.Report;

/// Rounds of announcements for the addresses of a master, queued behind a pace. What is no longer
/// ours when its turn comes is not announced.
final class Announcements implements AutoCloseable {

  private final Translation translation;
  private final KernelTables tables;
  private final Consumer<Report> log;
  private final AnnouncePacer pacer;
  private final Announcer announcer;
  private Config config = Config.EMPTY;

  Announcements(Loop loop, InterfaceWatch interfaces, KernelTables tables, Consumer<Report> log) {
    this.translation = new Translation(interfaces);
    this.tables = tables;
    this.log = log;
    pacer = new AnnouncePacer(loop, new Pace(config)::gap);
    announcer = new Announcer(interfaces, new Forwarding(loop), log);
  }

  void configure(Config next) {
    config = next;
    pacer.pace(new Pace(next)::gap);
  }

  /// @param carrier the interface of addresses that name none
  void announce(
      String instance, List<VirtualAddress> addresses, Optional<String> carrier, int repeat) {
    for (var address : addresses) {
      translation
          .link(address, carrier)
          .ifPresent(link -> logQueueing(instance, address, link.name()));
    }
    for (int round = 1; round <= repeat; round++) {
      for (var address : addresses) {
        announce(address, carrier, round);
      }
    }
  }

  private void logQueueing(String instance, VirtualAddress address, String link) {
    boolean ipv4 = address.prefix().family() == Family.IPV4;
    log.accept(
        new Report(
            Report.Level.DETAIL,
            "(%s) Sending/queueing %s on %s for %s"
                .formatted(
                    instance,
                    ipv4 ? "gratuitous ARPs" : "Unsolicited Neighbour Adverts",
                    link,
                    address.prefix().address())));
  }

  /// Announces one address once.
  void announce(VirtualAddress address, Optional<String> carrier) {
    announce(address, carrier, 1);
  }

  private void announce(VirtualAddress address, Optional<String> carrier, int most) {
    var resolved = translation.address(address, carrier);
    if (resolved.isEmpty()) {
      return;
    }
    var key = resolved.get().key();
    var lane = Pace.lane(config, key.family(), address.interfaceName().or(() -> carrier));
    pacer.enqueue(
        lane,
        key,
        most,
        () -> {
          if (tables.holds(key)) {
            announcer.announce(key.local(), key.link());
          }
        });
  }

  @Override
  public void close() {
    announcer.close();
  }
}
