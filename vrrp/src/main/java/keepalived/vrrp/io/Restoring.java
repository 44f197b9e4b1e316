package keepalived.vrrp.io;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import keepalived.core.net.IpAddress;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.Route;
import keepalived.linux.netlink.rt.Rule;
import keepalived.vrrp.engine.InstanceKey;
import keepalived.vrrp.engine.Report;

/// Puts back what someone else removes, and says so.
final class Restoring {

  /// Put back without a pause, within a second; after that whoever removes them has to wait too.
  private static final int AT_ONCE = 50;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final EpollLoop loop;
  private final KernelTables tables;
  private final Consumer<Report> log;
  private final BiConsumer<InstanceKey, String> told;
  private final BiConsumer<InstanceKey, IpAddress> announce;
  private int restores;

  /// @param told hears what of an instance's was put back
  /// @param announce tells the network of an address again
  Restoring(
      EpollLoop loop,
      KernelTables tables,
      Consumer<Report> log,
      BiConsumer<InstanceKey, String> told,
      BiConsumer<InstanceKey, IpAddress> announce) {
    this.loop = loop;
    this.tables = tables;
    this.log = log;
    this.told = told;
    this.announce = announce;
  }

  /// An address that is ours to have is gone.
  void removed(Address address) {
    if (restores++ == 0) {
      loop.after(PAUSE, this::mayRestoreAgain);
    }
    if (restores <= AT_ONCE) {
      tables
          .restore(address)
          .ifPresent(
              owner -> {
                restored(owner, "ip address " + address.key().prefix());
                owner.instance().ifPresent(key -> announce.accept(key, address.key().local()));
              });
    }
  }

  void removed(Route route) {
    tables.restore(route).ifPresent(owner -> restored(owner, "route " + route.key()));
  }

  void removed(Rule rule) {
    tables.restore(rule).ifPresent(owner -> restored(owner, "rule " + rule));
  }

  private void mayRestoreAgain() {
    boolean more = restores > AT_ONCE;
    restores = 0;
    if (more) {
      tables.reinstall();
    }
  }

  private void restored(KernelTables.Owner owner, String what) {
    owner
        .instance()
        .ifPresentOrElse(
            key -> told.accept(key, what),
            () -> log.accept(new Report(Report.Level.INFO, "Restoring deleted static " + what)));
  }
}
