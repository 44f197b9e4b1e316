package keepalived.ipvs.table;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VirtualServer.Flag;
import keepalived.core.net.Family;

/// The options of a service, all of which can change without replacing it.
///
/// @param scheduler the kernel's name: `rr`, `wlc`...; empty when the service has none
/// @param flags scheduler flags, in order
/// @param onepacket whether each datagram is scheduled on its own
/// @param engine persistence engine: `sip` or none
public record Options(
    String scheduler,
    Set<Flag> flags,
    boolean onepacket,
    Optional<Persistence> persistence,
    Optional<String> engine) {

  public Options {
    var ordered = EnumSet.noneOf(Flag.class);
    ordered.addAll(flags);
    flags = Collections.unmodifiableSet(ordered);
  }

  /// Only a scheduler; the other options have their defaults.
  public static Options of(String scheduler) {
    return new Options(scheduler, Set.of(), false, Optional.empty(), Optional.empty());
  }

  /// The options of a virtual server for one of its services of this family.
  public static Options of(VirtualServer server, Family family) {
    return new Options(
        server.scheduler(),
        server.flags(),
        server.onepacket(),
        server.persistence().map(p -> Persistence.of(family, p.timeout(), p.granularity())),
        server.persistence().flatMap(VirtualServer.Persistence::engine));
  }
}
