package keepalived.ipvs;

import java.util.List;
import java.util.Optional;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Release;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.ServiceStatus;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.Timeouts;

/// A table of virtual services. Used by one thread at a time; calls return when the table has
/// changed. Failures are [IpvsException]s, except in [#apply], where each command has its own
/// result.
public interface IpvsDriver extends AutoCloseable {

  /// The whole table, destinations included.
  IpvsTable dump();

  /// One service with its destinations; empty when the table does not have it.
  Optional<Service> dump(ServiceKey key);

  /// Executes the commands in order. A refused command does not stop the ones after it.
  ///
  /// @return the refused commands, in order
  List<Refused> apply(List<Command> plan);

  /// The whole table with its counters.
  List<ServiceStatus> statistics();

  /// One service with its counters; empty when the table does not have it.
  Optional<ServiceStatus> statistics(ServiceKey key);

  /// Sets all counters to 0.
  void zero();

  /// Sets the counters of a service and its destinations to 0.
  void zero(ServiceKey key);

  /// Removes all services, including those of other programs.
  void flush();

  Timeouts timeouts();

  /// Sets those timeouts that are not 0.
  void setTimeouts(Timeouts wanted);

  /// The running sync daemons, at most one for each role.
  List<SyncDaemon> syncDaemons();

  void start(SyncDaemon daemon);

  void stop(SyncDaemon.Role role);

  Release release();

  @Override
  void close();
}
