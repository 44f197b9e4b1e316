package keepalived.ipvs.cli.arguments;

import static keepalived.ipvs.cli.arguments.Option.*;

import java.util.EnumSet;
import java.util.Set;

/// The action of a command line, with the options that it requires and those that it accepts.
enum Action {
  ADD_SERVICE("add-service", EnumSet.of(SERVICE), Taken.BY_SERVICES),
  EDIT_SERVICE("edit-service", EnumSet.of(SERVICE), Taken.BY_SERVICES),
  DELETE_SERVICE("delete-service", EnumSet.of(SERVICE), Set.of()),
  FLUSH("flush", Set.of(), Set.of()),
  RESTORE("restore", Set.of(), Set.of()),
  SAVE("save", Set.of(), EnumSet.of(NUMERIC)),
  ADD_SERVER("add-server", EnumSet.of(SERVICE, SERVER), Taken.BY_SERVERS),
  EDIT_SERVER("edit-server", EnumSet.of(SERVICE, SERVER), Taken.BY_SERVERS),
  DELETE_SERVER("delete-server", EnumSet.of(SERVICE, SERVER), Set.of()),
  LIST(
      "list",
      Set.of(),
      EnumSet.of(
          NUMERIC,
          CONNECTION,
          SERVICE,
          TIMEOUT,
          DAEMON,
          STATS,
          RATE,
          THRESHOLDS,
          PERSISTENT_CONN,
          NOSORT,
          SYNCID,
          EXACT,
          TUN_INFO)),
  ZERO("zero", Set.of(), EnumSet.of(SERVICE)),
  SET("set", Set.of(), Set.of()),
  START_DAEMON(
      "start-daemon",
      Set.of(),
      EnumSet.of(MCAST_INTERFACE, SYNCID, SYNC_MAXLEN, MCAST_GROUP, MCAST_PORT, MCAST_TTL)),
  STOP_DAEMON("stop-daemon", Set.of(), EnumSet.of(SYNCID)),
  HELP("help", Set.of(), Set.of()),
  VERSION("version", Set.of(), Set.of());

  private static final class Taken {
    static final Set<Option> BY_SERVICES =
        EnumSet.of(SCHEDULER, PERSISTENT, NETMASK, ONEPACKET, ENGINE, SCHED_FLAGS);
    static final Set<Option> BY_SERVERS =
        EnumSet.of(
            FORWARDING,
            WEIGHT,
            UPPER_THRESHOLD,
            LOWER_THRESHOLD,
            TUN_TYPE,
            TUN_PORT,
            TUN_NOCSUM,
            TUN_CSUM,
            TUN_REMCSUM);
  }

  private final String label;
  private final Set<Option> required;
  private final Set<Option> taken;

  Action(String label, Set<Option> required, Set<Option> taken) {
    this.label = label;
    this.required = required;
    this.taken = taken;
  }

  String label() {
    return label;
  }

  /// Throws [UsageError] unless the given options suit this action.
  void check(Set<Option> given) {
    for (var option : Option.values()) {
      if (!given.contains(option) && required.contains(option)) {
        throw UsageError.wrong(
            "You need to supply the '%s' option for the '%s' command"
                .formatted(option.label(), label));
      }
      if (given.contains(option) && !required.contains(option) && !taken.contains(option)) {
        throw UsageError.wrong(
            "Illegal '%s' option with the '%s' command".formatted(option.label(), label));
      }
    }
  }
}
