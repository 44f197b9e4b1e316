package keepalived.conf.lvs.draft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.conf.diagnostic.Place;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;

/// A `virtual_server` during reading.
public final class ServiceDraft {

  public final LvsDraft lvs;
  public final Place place;
  public final VirtualServer.Address address;
  public Optional<Family> family = Optional.empty();
  public Optional<VirtualServer.Protocol> protocol = Optional.empty();
  public Optional<String> scheduler = Optional.empty();

  /// The keywords that the block has, including those with mistakes.
  public final Set<String> written = new HashSet<>();

  public final EnumSet<VirtualServer.Flag> flags = EnumSet.noneOf(VirtualServer.Flag.class);
  public Optional<Forwarding> forwarding = Optional.empty();
  public Optional<String> localAddresses = Optional.empty();
  public Optional<Place> localAddressesPlace = Optional.empty();
  public Optional<Duration> persistence = Optional.empty();
  public OptionalInt granularity = OptionalInt.empty();

  /// The granularity read as a prefix length, in case the service is IPv6.
  public OptionalInt granularityPrefix = OptionalInt.empty();

  public Optional<String> engine = Optional.empty();
  public boolean onepacket;
  public boolean alpha;
  public boolean omega;
  public boolean suspend;
  public long quorum = 1;
  public Optional<Place> quorumPlace = Optional.empty();
  public long hysteresis;
  public Optional<Script> quorumUp = Optional.empty();
  public Optional<Script> quorumDown = Optional.empty();
  public Optional<Endpoint> sorry = Optional.empty();
  public Optional<Place> sorryPlace = Optional.empty();
  public Optional<Forwarding> sorryForwarding = Optional.empty();
  public boolean sorryInhibit;
  public Optional<Boolean> mail = Optional.empty();
  public Optional<String> virtualHost = Optional.empty();
  public Optional<String> snmpName = Optional.empty();
  public int weight = 1;
  public boolean inhibit;
  public final TimingDraft timing = new TimingDraft();
  public final List<ServerDraft> servers = new ArrayList<>();

  /// Whether the block has a real server that cannot be used.
  public boolean serverRefused;

  ServiceDraft(LvsDraft lvs, Place place, VirtualServer.Address address) {
    this.lvs = lvs;
    this.place = place;
    this.address = address;
  }

  /// The name of the service in messages of the original.
  public String title() {
    String p = protocol.orElse(VirtualServer.Protocol.NONE).word();
    return switch (address) {
      case VirtualServer.Address.Single(var e) -> "[" + e.address() + "]:" + p + ":" + e.port();
      case VirtualServer.Address.Mark(long mark) -> "FWM " + mark;
      case VirtualServer.Address.Group(var name) -> "[" + name + "]:" + p;
    };
  }

  /// Whether the service has no protocol: a firewall mark, or a group with marks only.
  public boolean mark() {
    return switch (address) {
      case VirtualServer.Address.Mark _ -> true;
      case VirtualServer.Address.Single _ -> false;
      case VirtualServer.Address.Group(var name) ->
          members(name).stream().anyMatch(m -> m instanceof Member.Mark)
              && members(name).stream().noneMatch(m -> m instanceof Member.Range);
    };
  }

  /// Whether the service accepts connections to all ports.
  public boolean anyPort() {
    return switch (address) {
      case VirtualServer.Address.Mark _ -> false;
      case VirtualServer.Address.Single(var e) -> e.port() == 0;
      case VirtualServer.Address.Group(var name) ->
          members(name).stream().anyMatch(m -> m instanceof Member.Range r && r.port() == 0);
    };
  }

  /// The members of a group. Empty when the group is not defined.
  public List<Member> members(String group) {
    var found = lvs.groups.get(group);
    return found == null ? List.of() : found.members();
  }

  /// The address family, if the address, the group or a real server determines it.
  public Optional<Family> knownFamily() {
    return switch (address) {
      case VirtualServer.Address.Single(var e) -> Optional.of(e.address().family());
      case VirtualServer.Address.Mark _ -> family;
      case VirtualServer.Address.Group(var name) ->
          family.or(() -> GroupFamily.of(lvs.groups.get(name)));
    };
  }

  public Place sorryPlace() {
    return sorryPlace.orElse(place);
  }

  /// The forwarding method of the sorry server, by default that of the service, which must be set.
  public Forwarding sorryForwarding() {
    return sorryForwarding.or(() -> forwarding).orElseThrow();
  }

  /// The sum of the weights of all real servers.
  public long totalWeight() {
    return servers.stream().mapToLong(server -> server.weight.orElse(weight)).sum();
  }
}
