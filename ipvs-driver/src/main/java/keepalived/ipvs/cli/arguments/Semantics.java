package keepalived.ipvs.cli.arguments;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepalived.core.config.Forwarding;
import keepalived.core.config.Forwarding.TunnelChecksum;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Persistence;
import keepalived.ipvs.table.ServiceKey;

/// Translates the options of a command line into a change of the table, and rejects options that
/// contradict each other.
final class Semantics {

  private final Draft draft;

  Semantics(Draft draft) {
    this.draft = draft;
  }

  /// Throws [UsageError] for contradictions. Only for actions on tables and lists.
  Invocation of(Action action) {
    return switch (action) {
      case ADD_SERVICE -> change(new Command.AddService(key(), options()));
      case EDIT_SERVICE -> change(new Command.EditService(key(), options()));
      case DELETE_SERVICE -> change(new Command.DeleteService(key()));
      case ADD_SERVER -> change(new Command.AddDestination(key(), destination()));
      case EDIT_SERVER -> change(new Command.EditDestination(key(), destination()));
      case DELETE_SERVER -> change(new Command.DeleteDestination(key(), endpoint(false)));
      case FLUSH -> new Invocation.Flush();
      case RESTORE -> new Invocation.Restore();
      case SAVE -> new Invocation.Save(draft.has(Option.NUMERIC));
      case ZERO -> new Invocation.Zero(keyIfGiven());
      case LIST -> list();
      case SET, START_DAEMON, STOP_DAEMON, HELP, VERSION ->
          throw new IllegalArgumentException(action.label());
    };
  }

  private static Invocation change(Command command) {
    return new Invocation.Change(command);
  }

  private Optional<ServiceKey> keyIfGiven() {
    return draft.has(Option.SERVICE) ? Optional.of(key()) : Optional.empty();
  }

  private ServiceKey key() {
    return draft
        .address
        .<ServiceKey>map(a -> new ServiceKey.ByAddress(draft.protocol, new Endpoint(a, draft.port)))
        .orElseGet(() -> new ServiceKey.ByMark(draft.mark, draft.markFamily));
  }

  private Options options() {
    boolean byAddress = draft.address.isPresent();
    if (draft.onepacket && byAddress && draft.protocol != Protocol.UDP) {
      throw UsageError.wrong("One-Packet Scheduling is only for UDP virtual services");
    }
    var flags = SchedulerFlags.parse(draft.flags, draft.scheduler);
    if (byAddress && draft.port == 0 && draft.persistence.isEmpty()) {
      throw UsageError.wrong("Zero port specified for non-persistent service");
    }
    int mask = draft.family() == Family.IPV4 ? draft.mask4 : draft.mask6;
    return new Options(
        draft.scheduler,
        flags,
        draft.onepacket,
        draft.persistence.map(timeout -> new Persistence(timeout, mask)),
        draft.engine);
  }

  private Destination destination() {
    var method = method();
    // Only masquerading can change the port; other methods use the port of the service.
    var endpoint = endpoint(draft.address.isPresent() && !(method instanceof Method.Masquerade));
    if (endpoint.address().family() != draft.family() && !(method instanceof Method.Tunnel)) {
      throw UsageError.wrong("Different address family is allowed only for tunneling servers");
    }
    return new Destination(endpoint, method, draft.weight, draft.upper, draft.lower);
  }

  private Endpoint endpoint(boolean withPortOfService) {
    var server = draft.server.orElseThrow();
    return new Endpoint(
        server.address(), withPortOfService ? draft.port : server.port().orElse(draft.port));
  }

  private Method method() {
    if (draft.method != Draft.MethodOption.IPIP) {
      boolean tunnelled =
          draft.has(Option.TUN_TYPE) || draft.has(Option.TUN_PORT) || !checksums().isEmpty();
      if (tunnelled) {
        throw UsageError.wrong("Tunnel options conflict with forward method");
      }
      return draft.method == Draft.MethodOption.MASQUERADING
          ? new Method.Masquerade()
          : new Method.DirectRoute();
    }
    checkTunnel();
    return new Method.Tunnel(draft.tunnel, draft.tunnelPort, checksum());
  }

  private List<Option> checksums() {
    return List.of(Option.TUN_NOCSUM, Option.TUN_CSUM, Option.TUN_REMCSUM).stream()
        .filter(draft::has)
        .toList();
  }

  private TunnelChecksum checksum() {
    if (draft.has(Option.TUN_CSUM)) {
      return TunnelChecksum.CSUM;
    }
    return draft.has(Option.TUN_REMCSUM) ? TunnelChecksum.REMCSUM : TunnelChecksum.NONE;
  }

  private void checkTunnel() {
    var type = draft.tunnel.name().toLowerCase(Locale.ROOT);
    if (draft.tunnel == Forwarding.Type.GUE && !draft.has(Option.TUN_PORT)) {
      throw UsageError.wrong(
          "You need to supply the 'tun-port' option for the '" + type + "' tunnel type");
    }
    var illegal =
        switch (draft.tunnel) {
          case IPIP ->
              List.of(Option.TUN_PORT, Option.TUN_NOCSUM, Option.TUN_CSUM, Option.TUN_REMCSUM);
          case GRE -> List.of(Option.TUN_PORT, Option.TUN_REMCSUM);
          case GUE -> List.<Option>of();
        };
    for (var option : illegal) {
      if (draft.has(option)) {
        throw UsageError.wrong(
            "Illegal '%s' option with the '%s' tunnel type".formatted(option.label(), type));
      }
    }
    var checksums = checksums();
    if (checksums.size() > 1) {
      throw UsageError.wrong(
          "The option '%s' conflicts with the '%s' option in the '%s' tunnel type"
              .formatted(checksums.get(1).label(), checksums.get(0).label(), type));
    }
  }

  private Invocation list() {
    checkList();
    boolean numeric = draft.has(Option.NUMERIC);
    if (draft.has(Option.CONNECTION)) {
      return new Invocation.ListConnections(numeric, draft.has(Option.PERSISTENT_CONN));
    } else if (draft.has(Option.TIMEOUT)) {
      return new Invocation.ListTimeouts();
    } else if (draft.has(Option.DAEMON)) {
      return new Invocation.ListDaemons();
    }
    return new Invocation.ListTable(
        keyIfGiven(), view(), numeric, draft.has(Option.EXACT), !draft.has(Option.NOSORT));
  }

  private void checkList() {
    boolean otherThanTable = draft.has(Option.TIMEOUT) || draft.has(Option.DAEMON);
    boolean columns =
        draft.has(Option.STATS) || draft.has(Option.RATE) || draft.has(Option.THRESHOLDS);
    if ((draft.has(Option.CONNECTION) && columns)
        || (otherThanTable && (columns || draft.has(Option.PERSISTENT_CONN)))) {
      throw UsageError.wrong("options conflicts in the list command");
    }
    var alternatives =
        List.of(Option.CONNECTION, Option.SERVICE, Option.TIMEOUT, Option.DAEMON).stream()
            .filter(draft::has)
            .toList();
    if (alternatives.size() > 1) {
      throw UsageError.wrong(
          "The option '%s' conflicts with the '%s' option in the 'list' command"
              .formatted(alternatives.get(1).label(), alternatives.get(0).label()));
    }
  }

  private Invocation.View view() {
    if (draft.has(Option.STATS)) {
      return Invocation.View.STATISTICS;
    } else if (draft.has(Option.RATE)) {
      return Invocation.View.RATES;
    } else if (draft.has(Option.THRESHOLDS)) {
      return Invocation.View.THRESHOLDS;
    } else if (draft.has(Option.PERSISTENT_CONN)) {
      return Invocation.View.PERSISTENT;
    }
    return draft.has(Option.TUN_INFO) ? Invocation.View.TUNNELS : Invocation.View.CONNECTIONS;
  }
}
