package keepalived.ipvs.cli.arguments;

import java.util.Optional;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.Timeouts;

/// A parsed command line.
public sealed interface Invocation {

  /// One of the six changes of the table.
  record Change(Command command) implements Invocation {}

  record Flush() implements Invocation {}

  record Zero(Optional<ServiceKey> service) implements Invocation {}

  record SetTimeouts(Timeouts timeouts) implements Invocation {}

  record StartDaemon(SyncDaemon daemon) implements Invocation {}

  record StopDaemon(SyncDaemon.Role role) implements Invocation {}

  /// Prints the table as the command lines that restore it.
  record Save(boolean numeric) implements Invocation {}

  /// Reads command lines from the standard input.
  record Restore() implements Invocation {}

  record ListTable(
      Optional<ServiceKey> service, View view, boolean numeric, boolean exact, boolean sorted)
      implements Invocation {}

  /// @param engines whether to print the data of persistence engines
  record ListConnections(boolean numeric, boolean engines) implements Invocation {}

  record ListTimeouts() implements Invocation {}

  record ListDaemons() implements Invocation {}

  record Help() implements Invocation {}

  record Version() implements Invocation {}

  /// The columns of a listing.
  enum View {
    CONNECTIONS,
    STATISTICS,
    RATES,
    THRESHOLDS,
    PERSISTENT,
    TUNNELS
  }
}
