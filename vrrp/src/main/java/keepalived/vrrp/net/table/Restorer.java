package keepalived.vrrp.net.table;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import keepalived.core.log.LogLine;
import keepalived.core.net.IpAddress;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.Rule;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnLines;
import keepalived.vrrp.net.table.KernelTables.Held;
import keepalived.vrrp.net.table.KernelTables.HeldAddress;

/// Restores entries that other programs remove, and reports it.
public final class Restorer implements AutoCloseable {

  /// Restorations per second without a pause; further ones are delayed.
  private static final int AT_ONCE = 50;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final EpollLoop loop;
  private final KernelTables tables;
  private final Consumer<LogLine> log;
  private final BiConsumer<InstanceKey, String> instanceLog;
  private final BiConsumer<InstanceKey, IpAddress> announce;
  private final Inspection inspection;
  private int restores;
  private long staticRestores;

  /// @param instanceLog logs a text for an instance
  /// @param announce announces an address again
  public Restorer(
      EpollLoop loop,
      KernelTables tables,
      Consumer<LogLine> log,
      BiConsumer<InstanceKey, String> instanceLog,
      BiConsumer<InstanceKey, IpAddress> announce) {
    this.loop = loop;
    this.tables = tables;
    this.log = log;
    this.instanceLog = instanceLog;
    this.announce = announce;
    inspection = new Inspection(loop, tables, this::wasMissing);
  }

  public Inspection inspection() {
    return inspection;
  }

  /// One of our addresses was removed.
  public void removed(Address address) {
    if (atOnce()) {
      tables
          .restore(address)
          .ifPresent(
              owner -> {
                var what = "ip address " + address.key().prefix();
                restored(owner, what, "was removed by another program");
                announce(owner, address);
              });
    }
  }

  /// A route was removed. The kernel also reports IPv6 routes that it drops by itself.
  public void removed(Route route) {
    if (tables.mayOwn(route) && atOnce()) {
      tables
          .restore(route)
          .ifPresent(owner -> restored(owner, "route " + route.key(), "was removed"));
    }
  }

  public void removed(Rule rule) {
    if (tables.mayOwn(rule) && atOnce()) {
      tables
          .restore(rule)
          .ifPresent(owner -> restored(owner, "rule " + rule, "was removed by another program"));
    }
  }

  private boolean atOnce() {
    if (restores++ == 0) {
      loop.after(PAUSE, this::mayRestoreAgain);
    }
    return restores <= AT_ONCE;
  }

  private void mayRestoreAgain() {
    boolean more = restores > AT_ONCE;
    restores = 0;
    if (more) {
      inspection.soon();
    }
  }

  private void wasMissing(Held entry) {
    var owner = tables.ownerOf(entry);
    owner.ifPresent(o -> restored(o, entry.what(), "was missing"));
    if (owner.isPresent() && entry instanceof HeldAddress held) {
      announce(owner.get(), held.address());
    }
  }

  private void announce(KernelTables.Owner owner, Address address) {
    owner.instance().ifPresent(key -> announce.accept(key, address.key().local()));
  }

  private void restored(KernelTables.Owner owner, String what, String how) {
    Optional<InstanceKey> instance = owner.instance();
    if (instance.isPresent()) {
      instanceLog.accept(instance.get(), what + " " + how + ", restored it");
      return;
    }
    staticRestores++;
    log.accept(OwnLines.staticRestored(what, staticRestores));
  }

  @Override
  public void close() {
    inspection.close();
  }
}
