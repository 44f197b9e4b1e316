package keepalived.ipvs.table;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VirtualServer.Flag;
import keepalived.core.net.Family;

/// What can change about a service without it becoming another one.
///
/// @param scheduler the kernel's name: `rr`, `wlc`...; empty when the service has none
/// @param flags scheduler flags, in order
/// @param onepacket every datagram is scheduled anew
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

  /// A service with a scheduler and nothing else.
  public static Options of(String scheduler) {
    return new Options(scheduler, Set.of(), false, Optional.empty(), Optional.empty());
  }

  /// What a virtual server asks for, for one of its services of this family.
  public static Options of(VirtualServer server, Family family) {
    return new Options(
        server.scheduler(),
        server.flags(),
        server.onepacket(),
        server.persistence().map(p -> Persistence.of(family, p.timeout(), p.granularity())),
        server.persistence().flatMap(VirtualServer.Persistence::engine));
  }
}
