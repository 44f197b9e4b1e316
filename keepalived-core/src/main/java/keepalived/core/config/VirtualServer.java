package keepalived.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;

/// One `virtual_server`.
///
/// @param family of the service; for marks from `ip_family` or the real servers
/// @param scheduler IPVS scheduler name
/// @param flags scheduler flags
/// @param onepacket one-packet scheduling (`ops`)
/// @param alpha real servers start as down
/// @param omega down notifications also run at shutdown
/// @param localAddressGroup group of the source addresses for full NAT
/// @param suspendWithoutAddress `ha_suspend`: check only while this host has the address
public record VirtualServer(
    Address address,
    Protocol protocol,
    Family family,
    String scheduler,
    Set<Flag> flags,
    Forwarding forwarding,
    Optional<String> localAddressGroup,
    Optional<Persistence> persistence,
    boolean onepacket,
    boolean alpha,
    boolean omega,
    boolean suspendWithoutAddress,
    Quorum quorum,
    Optional<SorryServer> sorryServer,
    List<RealServer> realServers,
    boolean mail,
    Optional<String> virtualHost,
    Optional<String> snmpName,
    Duration delayLoop) {

  public VirtualServer {
    flags = Set.copyOf(flags);
    realServers = List.copyOf(realServers);
  }

  /// The address of the service.
  public sealed interface Address {

    /// @param endpoint port 0 means any
    record Single(Endpoint endpoint) implements Address {}

    record Mark(long mark) implements Address {}

    /// Each member of the group is a service with the same real servers.
    record Group(String name) implements Address {}
  }

  /// Transport protocols, with IP protocol numbers. NONE is used with firewall marks.
  public enum Protocol {
    NONE(0),
    TCP(6),
    UDP(17),
    SCTP(132);

    private final int number;

    Protocol(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    /// As in log lines: `tcp`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Scheduler flags 1 to 3; the schedulers sh and mh have names for 1 and 2.
  public enum Flag {
    /// `sh-fallback`, `mh-fallback`.
    SCHED_1,
    /// `sh-port`, `mh-port`.
    SCHED_2,
    SCHED_3
  }

  /// @param granularity prefix length of client groups: 32 or 128 means each client
  /// @param engine kernel persistence engine, `sip` or empty
  public record Persistence(Duration timeout, int granularity, Optional<String> engine) {}

  /// @param up run when quorum is gained
  /// @param down run when quorum is lost
  public record Quorum(int quorum, int hysteresis, Optional<Script> up, Optional<Script> down) {}

  /// The server that serves while quorum is lost.
  ///
  /// @param inhibit stays configured with weight 0 while not needed
  public record SorryServer(Endpoint endpoint, Forwarding forwarding, boolean inhibit) {}
}
