package keepalived.conf.lvs;

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

/// A `virtual_server` while it is read.
final class ServiceDraft {

  final LvsDraft lvs;
  final Place place;
  final VirtualServer.Address address;
  Optional<Family> family = Optional.empty();
  Optional<VirtualServer.Protocol> protocol = Optional.empty();
  Optional<String> scheduler = Optional.empty();

  /// Keywords that were written, usable or not.
  final Set<String> written = new HashSet<>();

  final EnumSet<VirtualServer.Flag> flags = EnumSet.noneOf(VirtualServer.Flag.class);
  Optional<Forwarding> forwarding = Optional.empty();
  Optional<String> localAddresses = Optional.empty();
  Optional<Place> localAddressesPlace = Optional.empty();
  Optional<Duration> persistence = Optional.empty();
  OptionalInt granularity = OptionalInt.empty();

  /// Its number as a prefix length, for a service that turns out to be IPv6.
  OptionalInt granularityPrefix = OptionalInt.empty();

  Optional<String> engine = Optional.empty();
  boolean onepacket;
  boolean alpha;
  boolean omega;
  boolean suspend;
  long quorum = 1;
  Optional<Place> quorumPlace = Optional.empty();
  long hysteresis;
  Optional<Script> quorumUp = Optional.empty();
  Optional<Script> quorumDown = Optional.empty();
  Optional<Endpoint> sorry = Optional.empty();
  Optional<Place> sorryPlace = Optional.empty();
  Optional<Forwarding> sorryForwarding = Optional.empty();
  boolean sorryInhibit;
  Optional<Boolean> mail = Optional.empty();
  Optional<String> virtualHost = Optional.empty();
  Optional<String> snmpName = Optional.empty();
  int weight = 1;
  boolean inhibit;
  final TimingDraft timing = new TimingDraft();
  final List<ServerDraft> servers = new ArrayList<>();

  /// A real server was written, and could not be used.
  boolean serverRefused;

  ServiceDraft(LvsDraft lvs, Place place, VirtualServer.Address address) {
    this.lvs = lvs;
    this.place = place;
    this.address = address;
  }

  /// As the original names it in messages.
  String title() {
    String p = protocol.orElse(VirtualServer.Protocol.NONE).word();
    return switch (address) {
      case VirtualServer.Address.Single(var e) -> "[" + e.address() + "]:" + p + ":" + e.port();
      case VirtualServer.Address.Mark(long mark) -> "FWM " + mark;
      case VirtualServer.Address.Group(var name) -> "[" + name + "]:" + p;
    };
  }

  /// Whether the service has no protocol: a firewall mark, or a group of nothing else.
  boolean mark() {
    return switch (address) {
      case VirtualServer.Address.Mark _ -> true;
      case VirtualServer.Address.Single _ -> false;
      case VirtualServer.Address.Group(var name) ->
          members(name).stream().anyMatch(m -> m instanceof Member.Mark)
              && members(name).stream().noneMatch(m -> m instanceof Member.Range);
    };
  }

  /// Whether the service takes connections to all ports.
  boolean anyPort() {
    return switch (address) {
      case VirtualServer.Address.Mark _ -> false;
      case VirtualServer.Address.Single(var e) -> e.port() == 0;
      case VirtualServer.Address.Group(var name) ->
          members(name).stream().anyMatch(m -> m instanceof Member.Range r && r.port() == 0);
    };
  }

  /// The members of a group; none when it is not defined.
  List<Member> members(String group) {
    var found = lvs.groups.get(group);
    return found == null ? List.of() : found.members();
  }

  /// The address family, as far as the address, the group or a real server says.
  Optional<Family> knownFamily() {
    return switch (address) {
      case VirtualServer.Address.Single(var e) -> Optional.of(e.address().family());
      case VirtualServer.Address.Mark _ -> family;
      case VirtualServer.Address.Group(var name) ->
          family.or(() -> GroupFamily.of(lvs.groups.get(name)));
    };
  }

  Place sorryPlace() {
    return sorryPlace.orElse(place);
  }

  /// The forwarding method of the sorry server; the service's must be set.
  Forwarding sorryForwarding() {
    return sorryForwarding.or(() -> forwarding).orElseThrow();
  }

  /// The sum of the weights of all real servers.
  long totalWeight() {
    return servers.stream().mapToLong(server -> server.weight.orElse(weight)).sum();
  }
}
