package keepalived.ipvs.cli.arguments;

import java.util.Optional;

/// The spellings of ipvsadm(8)'s options, long and short. Several spellings may set one [Option];
/// the first option on a command line is the action.
enum Spelling {
  ADD_SERVICE("add-service", 'A', Value.NONE, Action.ADD_SERVICE),
  EDIT_SERVICE("edit-service", 'E', Value.NONE, Action.EDIT_SERVICE),
  DELETE_SERVICE("delete-service", 'D', Value.NONE, Action.DELETE_SERVICE),
  CLEAR("clear", 'C', Value.NONE, Action.FLUSH),
  RESTORE("restore", 'R', Value.NONE, Action.RESTORE),
  SAVE("save", 'S', Value.NONE, Action.SAVE),
  ADD_SERVER("add-server", 'a', Value.NONE, Action.ADD_SERVER),
  EDIT_SERVER("edit-server", 'e', Value.NONE, Action.EDIT_SERVER),
  DELETE_SERVER("delete-server", 'd', Value.NONE, Action.DELETE_SERVER),
  LIST("list", 'L', Value.NONE, Action.LIST),
  ZERO("zero", 'Z', Value.NONE, Action.ZERO),
  SET("set", Value.NONE, Action.SET),
  START_DAEMON("start-daemon", Value.REQUIRED, Action.START_DAEMON),
  STOP_DAEMON("stop-daemon", Value.REQUIRED, Action.STOP_DAEMON),
  HELP("help", 'h', Value.NONE, Action.HELP),
  VERSION("version", 'v', Value.NONE, Action.VERSION),
  TCP_SERVICE("tcp-service", 't', Value.REQUIRED),
  UDP_SERVICE("udp-service", 'u', Value.REQUIRED),
  SCTP_SERVICE("sctp-service", Value.REQUIRED),
  FWMARK_SERVICE("fwmark-service", 'f', Value.REQUIRED),
  IPV6("ipv6", '6', Value.NONE),
  SCHEDULER("scheduler", 's', Value.REQUIRED),
  PE("pe", Value.REQUIRED),
  PERSISTENT("persistent", 'p', Value.OPTIONAL),
  NETMASK("netmask", 'M', Value.REQUIRED),
  REAL_SERVER("real-server", 'r', Value.REQUIRED),
  GATEWAYING("gatewaying", 'g', Value.NONE),
  IPIP("ipip", 'i', Value.NONE),
  MASQUERADING("masquerading", 'm', Value.NONE),
  TUN_TYPE("tun-type", Value.REQUIRED),
  TUN_PORT("tun-port", Value.REQUIRED),
  TUN_NOCSUM("tun-nocsum", Value.NONE),
  TUN_CSUM("tun-csum", Value.NONE),
  TUN_REMCSUM("tun-remcsum", Value.NONE),
  WEIGHT("weight", 'w', Value.REQUIRED),
  U_THRESHOLD("u-threshold", 'x', Value.REQUIRED),
  L_THRESHOLD("l-threshold", 'y', Value.REQUIRED),
  CONNECTION("connection", 'c', Value.NONE),
  TIMEOUT("timeout", Value.NONE),
  DAEMON("daemon", Value.NONE),
  STATS("stats", Value.NONE),
  RATE("rate", Value.NONE),
  EXACT("exact", Value.NONE),
  THRESHOLDS("thresholds", Value.NONE),
  PERSISTENT_CONN("persistent-conn", Value.NONE),
  TUN_INFO("tun-info", Value.NONE),
  NOSORT("nosort", Value.NONE),
  SORT("sort", Value.NONE),
  OPS("ops", 'o', Value.NONE),
  NUMERIC("numeric", 'n', Value.NONE),
  SCHED_FLAGS("sched-flags", 'b', Value.REQUIRED),
  SYNCID("syncid", Value.REQUIRED),
  SYNC_MAXLEN("sync-maxlen", Value.REQUIRED),
  MCAST_INTERFACE("mcast-interface", Value.REQUIRED),
  MCAST_GROUP("mcast-group", Value.REQUIRED),
  MCAST_PORT("mcast-port", Value.REQUIRED),
  MCAST_TTL("mcast-ttl", Value.REQUIRED);

  /// Whether an option takes a value.
  enum Value {
    NONE,
    REQUIRED,
    OPTIONAL
  }

  private static final char NO_SHORT_NAME = '\0';

  private final String longName;
  private final char shortName;
  private final Value value;
  private final Optional<Action> action;

  Spelling(String longName, char shortName, Value value, Optional<Action> action) {
    this.longName = longName;
    this.shortName = shortName;
    this.value = value;
    this.action = action;
  }

  Spelling(String longName, char shortName, Value value) {
    this(longName, shortName, value, Optional.empty());
  }

  Spelling(String longName, char shortName, Value value, Action action) {
    this(longName, shortName, value, Optional.of(action));
  }

  Spelling(String longName, Value value) {
    this(longName, NO_SHORT_NAME, value, Optional.empty());
  }

  Spelling(String longName, Value value, Action action) {
    this(longName, NO_SHORT_NAME, value, Optional.of(action));
  }

  static Optional<Spelling> ofLongName(String name) {
    for (var spelling : values()) {
      if (spelling.longName.equals(name)) {
        return Optional.of(spelling);
      }
    }
    return Optional.empty();
  }

  /// `-l` is another short name of `--list`.
  static Optional<Spelling> ofShortName(char name) {
    if (name == 'l') {
      return Optional.of(LIST);
    }
    for (var spelling : values()) {
      if (spelling.shortName == name && name != NO_SHORT_NAME) {
        return Optional.of(spelling);
      }
    }
    return Optional.empty();
  }

  Value value() {
    return value;
  }

  /// The action of this option; empty for an option that modifies an action.
  Optional<Action> action() {
    return action;
  }
}
