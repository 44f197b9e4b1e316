package keepalived.vrrp.machine;

import java.util.SortedSet;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.packet.Advertisement;

/// What happens to a virtual router.
public sealed interface Event {

  /// Everything needed is there.
  ///
  /// @param notBefore no election before this (`vrrp_startup_delay`)
  record Started(MonoTime notBefore) implements Event {}

  /// The state's deadline may have come.
  record TimedOut() implements Event {}

  /// An advert that passed all checks.
  record Heard(IpAddress source, Advertisement advert) implements Event {}

  /// Something is missing, or something else than before.
  record Failed(SortedSet<FaultCondition> conditions) implements Event {}

  /// Nothing is missing any more.
  record Recovered() implements Event {}

  /// Another member of the sync group has a fault.
  record GroupFailed() implements Event {}

  /// No member of the sync group has a fault any more.
  record GroupRecovered() implements Event {}

  /// Every member of the sync group wants to be master.
  record GroupElected() implements Event {}

  /// A member of the sync group is no longer master.
  record GroupDemoted() implements Event {}

  /// A reload changed the configuration.
  record Reconfigured(VrrpInstance before) implements Event {}

  /// The daemon ends.
  ///
  /// @param resigning another router is to be master now; else the addresses stay for whoever comes
  ///   after us on this host (`--dont-release-vrrp`)
  record Stopped(boolean resigning) implements Event {
    public Stopped() {
      this(true);
    }
  }

  /// A reload removed the instance.
  record Removed() implements Event {}
}
