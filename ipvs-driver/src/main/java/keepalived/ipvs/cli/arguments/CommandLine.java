package keepalived.ipvs.cli.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.Forwarding;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.ipvs.cli.names.AddressText;
import keepalived.ipvs.cli.names.NameLookup;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.Timeouts;

/// Parses a command line. The first option is the action. The other options are checked one by one
/// in order, then together.
public final class CommandLine {

  /// The longest timeout that the kernel accepts, in seconds: 31 days.
  private static final long LONGEST = 31 * 24 * 3600;

  private final OptionReader words;
  private final NameLookup names;
  private final Draft draft = new Draft();

  private CommandLine(List<String> arguments, NameLookup names) {
    this.words = new OptionReader(arguments);
    this.names = names;
  }

  /// Parses the arguments; throws [UsageError] when they are not a valid command line.
  public static Invocation parse(List<String> arguments, NameLookup names) {
    return new CommandLine(arguments, names).parse();
  }

  private Invocation parse() {
    var first = first();
    var action = first.spelling().action().orElseThrow(UsageError::unknown);
    if (action == Action.HELP) {
      return new Invocation.Help();
    } else if (action == Action.VERSION) {
      return new Invocation.Version();
    }
    var role = first.value().map(word -> role(action, word));
    for (var found = words.next(); found.isPresent(); found = words.next()) {
      option(found.get());
    }
    var timeouts = action == Action.SET ? Optional.of(timeouts()) : Optional.<Timeouts>empty();
    if (!words.others().isEmpty()) {
      throw UsageError.wrong("unexpected argument " + words.others().get(0));
    }
    action.check(draft.given());
    return switch (action) {
      case SET -> new Invocation.SetTimeouts(timeouts.orElseThrow());
      case START_DAEMON -> new Invocation.StartDaemon(daemon(role.orElseThrow()));
      case STOP_DAEMON -> new Invocation.StopDaemon(role.orElseThrow());
      default -> new Semantics(draft).of(action);
    };
  }

  private OptionReader.Found first() {
    try {
      return words.next().orElseThrow(UsageError::unknown);
    } catch (UsageError unreadable) {
      throw UsageError.unknown();
    }
  }

  private static SyncDaemon.Role role(Action action, String word) {
    for (var role : SyncDaemon.Role.values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw UsageError.wrong(
        action == Action.START_DAEMON
            ? "illegal start-daemon parameter specified"
            : "illegal start_daemon specified");
  }

  private void option(OptionReader.Found found) {
    var text = found.value().orElse("");
    switch (found.spelling()) {
      case TCP_SERVICE -> service(Protocol.TCP, text);
      case UDP_SERVICE -> service(Protocol.UDP, text);
      case SCTP_SERVICE -> service(Protocol.SCTP, text);
      case FWMARK_SERVICE -> mark(text);
      case IPV6 -> ipv6();
      case SCHEDULER, PE, PERSISTENT, NETMASK, OPS, SCHED_FLAGS ->
          serviceOption(found.spelling(), found.value());
      case REAL_SERVER -> server(text);
      case GATEWAYING -> method(Draft.MethodOption.GATEWAYING);
      case IPIP -> method(Draft.MethodOption.IPIP);
      case MASQUERADING -> method(Draft.MethodOption.MASQUERADING);
      case TUN_TYPE, TUN_PORT, TUN_NOCSUM, TUN_CSUM, TUN_REMCSUM ->
          tunnelOption(found.spelling(), text);
      case WEIGHT -> {
        draft.give(Option.WEIGHT);
        draft.weight = (int) number(text, 0, Integer.MAX_VALUE, "illegal weight specified");
      }
      case U_THRESHOLD -> {
        draft.give(Option.UPPER_THRESHOLD);
        draft.upper = number(text, 0, Integer.MAX_VALUE, "illegal u_threshold specified");
      }
      case L_THRESHOLD -> {
        draft.give(Option.LOWER_THRESHOLD);
        draft.lower = number(text, 0, Integer.MAX_VALUE, "illegal l_threshold specified");
      }
      case SORT -> {} // sorting is the default
      default -> listOrDaemonOption(found, text);
    }
  }

  private void listOrDaemonOption(OptionReader.Found found, String text) {
    switch (found.spelling()) {
      case CONNECTION -> draft.give(Option.CONNECTION);
      case TIMEOUT -> draft.give(Option.TIMEOUT);
      case DAEMON -> draft.give(Option.DAEMON);
      case STATS -> draft.give(Option.STATS);
      case RATE -> draft.give(Option.RATE);
      case EXACT -> draft.give(Option.EXACT);
      case THRESHOLDS -> draft.give(Option.THRESHOLDS);
      case PERSISTENT_CONN -> draft.give(Option.PERSISTENT_CONN);
      case TUN_INFO -> draft.give(Option.TUN_INFO);
      case NOSORT -> draft.give(Option.NOSORT);
      case NUMERIC -> draft.give(Option.NUMERIC);
      case SYNCID, SYNC_MAXLEN, MCAST_INTERFACE, MCAST_GROUP, MCAST_PORT, MCAST_TTL ->
          daemonOption(found.spelling(), text);
      default -> throw UsageError.wrong("invalid option `" + shortest(found.written()) + "'");
    }
  }

  /// The short form of an option: a second action is reported by its letter, also when it was
  /// written in the long form.
  private static String shortest(String written) {
    return written.startsWith("--") ? written.substring(1) : written;
  }

  private void service(Protocol protocol, String text) {
    draft.give(Option.SERVICE);
    var found =
        AddressText.hostPort(text, protocol, names)
            .orElseThrow(() -> UsageError.wrong("illegal virtual server address[:port] specified"));
    draft.protocol = protocol;
    draft.address = Optional.of(found.address());
    draft.port = found.port().orElse(0);
  }

  private void mark(String text) {
    draft.give(Option.SERVICE);
    draft.mark = number(text, 1, 0xFFFF_FFFFL, "invalid fwmark value `" + text + "' specified");
  }

  private void ipv6() {
    if (draft.mark == 0) {
      throw UsageError.wrong("-6 used before -f\n");
    }
    draft.markFamily = Family.IPV6;
  }

  private void serviceOption(Spelling spelling, Optional<String> value) {
    var text = value.orElse("");
    switch (spelling) {
      case SCHEDULER -> {
        draft.give(Option.SCHEDULER);
        // Scheduler names of the kernel have at most 15 letters; no name means the default.
        draft.scheduler = text.isEmpty() ? draft.scheduler : cut(text);
      }
      case PE -> {
        draft.give(Option.ENGINE);
        draft.engine = Optional.of(cut(text)).filter(engine -> !engine.isEmpty());
      }
      case PERSISTENT -> {
        draft.give(Option.PERSISTENT);
        draft.persistence =
            Optional.of(value.map(CommandLine::timeout).orElse(Duration.ofMinutes(6)));
      }
      case NETMASK -> {
        draft.give(Option.NETMASK);
        netmask(text);
      }
      case SCHED_FLAGS -> {
        draft.give(Option.SCHED_FLAGS);
        draft.flags = text;
      }
      default -> {
        draft.give(Option.ONEPACKET);
        draft.onepacket = true;
      }
    }
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), 15));
  }

  private static Duration timeout(String text) {
    return Duration.ofSeconds(
        number(text, 1, LONGEST, "invalid timeout value `" + text + "' specified"));
  }

  private void netmask(String text) {
    switch (draft.family()) {
      case IPV6 -> draft.mask6 = (int) number(text, 1, 128, "illegal ipv6 netmask specified");
      case IPV4 ->
          draft.mask4 =
              AddressText.oldAddress(text)
                  .map(Ipv4Address::bits)
                  .orElseThrow(
                      () -> UsageError.wrong("illegal virtual server persistent mask specified"));
    }
  }

  private void server(String text) {
    draft.give(Option.SERVER);
    draft.server =
        Optional.of(
            AddressText.hostPort(text, draft.protocol, names)
                .orElseThrow(
                    () -> UsageError.wrong("illegal real server address[:port] specified")));
  }

  private void method(Draft.MethodOption method) {
    draft.give(Option.FORWARDING);
    draft.method = method;
  }

  private void tunnelOption(Spelling spelling, String text) {
    switch (spelling) {
      case TUN_TYPE -> {
        draft.give(Option.TUN_TYPE);
        draft.tunnel =
            switch (text) {
              case "ipip" -> Forwarding.Type.IPIP;
              case "gue" -> Forwarding.Type.GUE;
              case "gre" -> Forwarding.Type.GRE;
              default -> throw UsageError.wrong("illegal tunnel type specified");
            };
      }
      case TUN_PORT -> {
        draft.give(Option.TUN_PORT);
        draft.tunnelPort = (int) number(text, 1, 65535, "illegal tunnel port specified");
      }
      case TUN_NOCSUM -> draft.give(Option.TUN_NOCSUM);
      case TUN_CSUM -> draft.give(Option.TUN_CSUM);
      default -> draft.give(Option.TUN_REMCSUM);
    }
  }

  private void daemonOption(Spelling spelling, String text) {
    switch (spelling) {
      case SYNCID -> {
        draft.give(Option.SYNCID);
        draft.syncId = (int) number(text, 0, 255, "illegal syncid specified");
      }
      case SYNC_MAXLEN -> {
        draft.give(Option.SYNC_MAXLEN);
        // The largest datagram without the headers of IPv4 and UDP.
        draft.maxLength = small(text, 65535 - 20 - 8, "illegal sync-maxlen specified");
      }
      case MCAST_INTERFACE -> {
        draft.give(Option.MCAST_INTERFACE);
        draft.mcastInterface = cut(text);
      }
      case MCAST_GROUP -> {
        draft.give(Option.MCAST_GROUP);
        draft.group = Optional.of(group(text));
      }
      case MCAST_PORT -> {
        draft.give(Option.MCAST_PORT);
        draft.mcastPort = small(text, 65535, "illegal mcast-port specified");
      }
      default -> {
        draft.give(Option.MCAST_TTL);
        draft.ttl = small(text, 255, "illegal mcast-ttl specified");
      }
    }
  }

  private static IpAddress group(String text) {
    var family = text.indexOf(':') >= 0 ? Family.IPV6 : Family.IPV4;
    return IpAddress.parse(text)
        .filter(address -> address.family() == family && address.isMulticast())
        .orElseThrow(() -> UsageError.wrong("invalid " + family + " mcast-group `" + text + "'"));
  }

  private static OptionalInt small(String text, int most, String complaint) {
    return OptionalInt.of((int) number(text, 1, most, complaint));
  }

  private static long number(String text, long least, long most, String complaint) {
    return AddressText.number(text, least, most).orElseThrow(() -> UsageError.wrong(complaint));
  }

  private Timeouts timeouts() {
    var others = words.others();
    if (others.size() < 3) {
      throw UsageError.wrong("--set option requires 3 timeout values");
    }
    var seconds = new Duration[3];
    for (int i = 0; i < 3; i++) {
      var text = others.removeFirst();
      seconds[i] =
          Duration.ofSeconds(
              number(text, 0, LONGEST, "invalid timeout value `" + text + "' specified"));
    }
    return new Timeouts(seconds[0], seconds[1], seconds[2]);
  }

  private SyncDaemon daemon(SyncDaemon.Role role) {
    return new SyncDaemon(
        role,
        draft.mcastInterface,
        draft.syncId,
        draft.maxLength,
        draft.group,
        draft.mcastPort,
        draft.ttl);
  }
}
