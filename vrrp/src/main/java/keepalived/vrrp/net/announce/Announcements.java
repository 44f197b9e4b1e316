package keepalived.vrrp.net.announce;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.log.LogLine;
import keepalived.core.loop.Loop;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.net.link.InterfaceWatch;
import keepalived.vrrp.net.table.AddressTranslation;
import keepalived.vrrp.net.table.KernelTables;

/// Queues rounds of announcements for the addresses of a master at the configured rate. Skips
/// addresses that we no longer own when their turn comes.
public final class Announcements implements AutoCloseable {

  private final AddressTranslation translation;
  private final KernelTables tables;
  private final Consumer<LogLine> log;
  private final AnnouncePacer<GarpRate.Lane> pacer;
  private final Announcer announcer;
  private GarpRate rate = new GarpRate(Config.EMPTY);

  public Announcements(
      Loop loop, InterfaceWatch interfaces, KernelTables tables, Consumer<LogLine> log) {
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

  /// @param addressInterface the interface for addresses that are configured without one
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
    log.accept(OriginalLines.announcementsQueued(instance, address.prefix(), link));
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
