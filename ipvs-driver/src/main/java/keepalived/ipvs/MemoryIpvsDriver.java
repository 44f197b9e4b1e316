package keepalived.ipvs;

import static keepalived.ipvs.IpvsException.Reason.DAEMON_RUNNING;
import static keepalived.ipvs.IpvsException.Reason.DESTINATION_EXISTS;
import static keepalived.ipvs.IpvsException.Reason.NO_DAEMON;
import static keepalived.ipvs.IpvsException.Reason.NO_SUCH_DESTINATION;
import static keepalived.ipvs.IpvsException.Reason.NO_SUCH_SERVICE;
import static keepalived.ipvs.IpvsException.Reason.OUT_OF_RANGE;
import static keepalived.ipvs.IpvsException.Reason.SERVICE_EXISTS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Ipv4Address;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Release;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.ServiceStatus;
import keepalived.ipvs.table.ServiceStatus.DestinationStatus;
import keepalived.ipvs.table.Statistics;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.Timeouts;

/// A table in memory that refuses what the kernel would refuse: for simulation, tests and dry runs.
/// It forwards no traffic, so its counters stay 0.
public final class MemoryIpvsDriver implements IpvsDriver {

  private final Map<ServiceKey, Entry> services = new LinkedHashMap<>();
  private final Map<SyncDaemon.Role, SyncDaemon> daemons = new EnumMap<>(SyncDaemon.Role.class);
  private Timeouts timeouts = Timeouts.KERNEL;

  public MemoryIpvsDriver() {}

  /// Starts with a table, like a process that finds one in the kernel.
  public MemoryIpvsDriver(IpvsTable found) {
    for (var service : found.services().values()) {
      var entry = new Entry(service.options());
      entry.destinations.putAll(service.destinations());
      services.put(service.key(), entry);
    }
  }

  private static final class Entry {
    private final Map<Endpoint, Destination> destinations = new LinkedHashMap<>();
    private Options options;

    private Entry(Options options) {
      this.options = options;
    }
  }

  @Override
  public IpvsTable dump() {
    var table = new LinkedHashMap<ServiceKey, Service>();
    services.forEach(
        (key, entry) -> table.put(key, new Service(key, entry.options, entry.destinations)));
    return new IpvsTable(table);
  }

  @Override
  public Optional<Service> dump(ServiceKey key) {
    return Optional.ofNullable(services.get(key))
        .map(entry -> new Service(key, entry.options, entry.destinations));
  }

  @Override
  public List<Refused> apply(List<Command> plan) {
    var refused = new ArrayList<Refused>();
    for (var command : plan) {
      refusal(command)
          .map(why -> new Refused(command, new IpvsException(command.toString(), why, "")))
          .ifPresentOrElse(refused::add, () -> carryOut(command));
    }
    return List.copyOf(refused);
  }

  private Optional<IpvsException.Reason> refusal(Command command) {
    var entry = services.get(command.service());
    if (command instanceof Command.AddService) {
      return entry == null ? Optional.empty() : Optional.of(SERVICE_EXISTS);
    }
    if (entry == null) {
      return Optional.of(NO_SUCH_SERVICE);
    }
    return switch (command) {
      case Command.AddService _, Command.EditService _, Command.DeleteService _ -> Optional.empty();
      case Command.AddDestination(_, var destination) ->
          entry.destinations.containsKey(destination.endpoint())
              ? Optional.of(DESTINATION_EXISTS)
              : thresholds(destination);
      case Command.EditDestination(_, var destination) ->
          entry.destinations.containsKey(destination.endpoint())
              ? thresholds(destination)
              : Optional.of(NO_SUCH_DESTINATION);
      case Command.DeleteDestination(_, var endpoint) ->
          entry.destinations.containsKey(endpoint)
              ? Optional.empty()
              : Optional.of(NO_SUCH_DESTINATION);
    };
  }

  private static Optional<IpvsException.Reason> thresholds(Destination destination) {
    return destination.lowerThreshold() > destination.upperThreshold()
        ? Optional.of(OUT_OF_RANGE)
        : Optional.empty();
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.AddService(var key, var options) -> services.put(key, new Entry(options));
      case Command.EditService(var key, var options) -> services.get(key).options = options;
      case Command.DeleteService(var key) -> services.remove(key);
      case Command.AddDestination(var key, var destination) -> put(key, destination);
      case Command.EditDestination(var key, var destination) -> put(key, destination);
      case Command.DeleteDestination(var key, var endpoint) ->
          services.get(key).destinations.remove(endpoint);
    }
  }

  private void put(ServiceKey key, Destination destination) {
    services.get(key).destinations.put(destination.endpoint(), destination);
  }

  @Override
  public List<ServiceStatus> statistics() {
    return dump().services().values().stream().map(MemoryIpvsDriver::idle).toList();
  }

  @Override
  public Optional<ServiceStatus> statistics(ServiceKey key) {
    return dump(key).map(MemoryIpvsDriver::idle);
  }

  private static ServiceStatus idle(Service service) {
    return new ServiceStatus(
        service,
        Statistics.ZERO,
        service.destinations().values().stream()
            .map(d -> new DestinationStatus(d, 0, 0, 0, Statistics.ZERO))
            .toList());
  }

  @Override
  public void zero() {
    // The counters are always 0.
  }

  @Override
  public void zero(ServiceKey key) {
    if (!services.containsKey(key)) {
      throw new IpvsException("zero " + key, NO_SUCH_SERVICE, "");
    }
  }

  @Override
  public void flush() {
    services.clear();
  }

  @Override
  public Timeouts timeouts() {
    return timeouts;
  }

  @Override
  public void setTimeouts(Timeouts wanted) {
    timeouts = timeouts.with(wanted);
  }

  @Override
  public List<SyncDaemon> syncDaemons() {
    return List.copyOf(daemons.values());
  }

  @Override
  public void start(SyncDaemon daemon) {
    if (daemons.containsKey(daemon.role())) {
      throw new IpvsException("start sync daemon " + daemon.role().word(), DAEMON_RUNNING, "");
    }
    daemons.put(daemon.role(), complete(daemon));
  }

  /// Adds the values that the kernel chooses on an Ethernet interface.
  private static SyncDaemon complete(SyncDaemon daemon) {
    return new SyncDaemon(
        daemon.role(),
        daemon.interfaceName(),
        daemon.id(),
        OptionalInt.of(daemon.maxLength().orElse(1472)),
        Optional.of(daemon.group().orElse(Ipv4Address.of("224.0.0.81"))),
        OptionalInt.of(daemon.port().orElse(8848)),
        OptionalInt.of(daemon.ttl().orElse(1)));
  }

  @Override
  public void stop(SyncDaemon.Role role) {
    if (daemons.remove(role) == null) {
      throw new IpvsException("stop sync daemon " + role.word(), NO_DAEMON, "");
    }
  }

  @Override
  public Release release() {
    return Release.of(0x010201, 4096);
  }

  @Override
  public void close() {
    // No resources to release.
  }
}
