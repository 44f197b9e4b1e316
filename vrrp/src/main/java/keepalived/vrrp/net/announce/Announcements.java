package keepalived.vrrp.net.announce;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.loop.Loop;
import keepalived.core.net.Family;
import keepalived.vrrp.machine.Report;
import keepalived.vrrp.net.link.InterfaceWatch;
import keepalived.vrrp.net.table.AddressTranslation;
import keepalived.vrrp.net.table.KernelTables;

/// Rounds of announcements for the addresses of a master, queued behind a pace. What is no longer
/// ours when its turn comes is not announced.
public final class Announcements implements AutoCloseable {

  private final AddressTranslation translation;
  private final KernelTables tables;
  private final Consumer<Report> log;
  private final AnnouncePacer<GarpRate.Lane> pacer;
  private final Announcer announcer;
  private GarpRate rate = new GarpRate(Config.EMPTY);

  public Announcements(
      Loop loop, InterfaceWatch interfaces, KernelTables tables, Consumer<Report> log) {
    this.translation = new AddressTranslation(interfaces);
    this.tables = tables;
    this.log = log;
    pacer = new AnnouncePacer<>(loop, rate::gap);
    announcer = new Announcer(interfaces, new Ipv6Forwarding(loop), log);
  }

  public void configure(Config next) {
    rate = new GarpRate(next);
    pacer.pace(rate::gap);
  }

  /// @param addressInterface the interface of addresses that name none
  public void announce(
      String instance,
      List<VirtualAddress> addresses,
      Optional<String> addressInterface,
      int repeat) {
    for (var address : addresses) {
      translation
          .link(address, addressInterface)
          .ifPresent(link -> logQueueing(instance, address, link.name()));
    }
    for (int round = 1; round <= repeat; round++) {
      for (var address : addresses) {
        announce(address, addressInterface, round);
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
  public void announce(VirtualAddress address, Optional<String> addressInterface) {
    announce(address, addressInterface, 1);
  }

  private void announce(VirtualAddress address, Optional<String> addressInterface, int most) {
    var resolved = translation.address(address, addressInterface);
    if (resolved.isEmpty()) {
      return;
    }
    var key = resolved.get().key();
    var lane = rate.lane(key.family(), address.interfaceName().or(() -> addressInterface));
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
