package keepalived.vrrp.machine;

import java.util.SortedSet;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.packet.Advertisement;

/// An event of a virtual router.
public sealed interface Event {

  /// All resources that the instance needs are available.
  ///
  /// @param notBefore no election before this (`vrrp_startup_delay`)
  record Started(MonoTime notBefore) implements Event {}

  /// The deadline of the state may be reached.
  record TimedOut() implements Event {}

  /// An advert that passed all checks.
  record Heard(IpAddress source, Advertisement advert) implements Event {}

  /// Fault conditions appeared or changed.
  record Failed(SortedSet<FaultCondition> conditions) implements Event {}

  /// No fault condition is left.
  record Recovered() implements Event {}

  /// Another member of the sync group has a fault.
  record GroupFailed() implements Event {}

  /// No member of the sync group has a fault any more.
  record GroupRecovered() implements Event {}

  /// Every member of the sync group is ready to become master.
  record GroupElected() implements Event {}

  /// A member of the sync group is no longer master.
  record GroupDemoted() implements Event {}

  /// A reload changed the configuration.
  record Reconfigured(VrrpInstance before) implements Event {}

  /// The daemon ends.
  ///
  /// @param resigning false keeps the addresses for the next daemon on this host
  ///   (`--dont-release-vrrp`)
  record Stopped(boolean resigning) implements Event {
    public Stopped() {
      this(true);
    }
  }

  /// A reload removed the instance.
  record Removed() implements Event {}
}
