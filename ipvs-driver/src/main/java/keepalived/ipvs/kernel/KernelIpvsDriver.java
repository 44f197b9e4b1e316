package keepalived.ipvs.kernel;

import static keepalived.ipvs.kernel.IpvsAttributes.FAMILY;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_DEL_DAEMON;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_FLUSH;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_GET_CONFIG;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_GET_DAEMON;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_GET_DEST;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_GET_INFO;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_GET_SERVICE;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_NEW_DAEMON;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_SET_CONFIG;
import static keepalived.ipvs.kernel.IpvsAttributes.IPVS_CMD_ZERO;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.IpvsException.Reason;
import keepalived.ipvs.Refused;
import keepalived.ipvs.kernel.IpvsReplies.ServiceReply;
import keepalived.ipvs.kernel.Refusals.About;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Release;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.ServiceStatus;
import keepalived.ipvs.table.ServiceStatus.DestinationStatus;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.Timeouts;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.GenericNetlink;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// The table of the kernel, in the network namespace of the thread that opened the driver.
public final class KernelIpvsDriver implements IpvsDriver {

  private final GenericNetlink netlink;
  private final GenericNetlink.Family family;

  private KernelIpvsDriver(GenericNetlink netlink, GenericNetlink.Family family) {
    this.netlink = netlink;
    this.family = family;
  }

  /// Opens the kernel's IPVS; when it is not there, asks once for its module. Throws
  /// [IpvsException] with [Reason#NO_IPVS] when it still is not.
  public static KernelIpvsDriver open(ModuleLoader modules) {
    var netlink = GenericNetlink.open(NetlinkSocket.Options.DEFAULT);
    try {
      var family = netlink.family(FAMILY);
      if (family.isEmpty()) {
        var failure = modules.load("ip_vs");
        family = netlink.family(FAMILY);
        if (family.isEmpty()) {
          throw new IpvsException("open IPVS", Reason.NO_IPVS, failure);
        }
      }
      return new KernelIpvsDriver(netlink, family.get());
    } catch (IpvsException | LinuxException failure) {
      netlink.close();
      throw failure;
    }
  }

  @Override
  public IpvsTable dump() {
    return IpvsTable.of(statistics().stream().map(ServiceStatus::service).toList());
  }

  @Override
  public Optional<Service> dump(ServiceKey key) {
    return statistics(key).map(ServiceStatus::service);
  }

  @Override
  public List<ServiceStatus> statistics() {
    var request = request("list services", IPVS_CMD_GET_SERVICE, _ -> {});
    var services =
        guarded(About.TABLE, () -> netlink.dump(request, IpvsReplies::service)).stream()
            .flatMap(Optional::stream)
            .toList();
    var statuses = new ArrayList<ServiceStatus>(services.size());
    for (var service : services) {
      status(service).ifPresent(statuses::add);
    }
    return List.copyOf(statuses);
  }

  @Override
  public Optional<ServiceStatus> statistics(ServiceKey key) {
    var request =
        request("get service " + key, IPVS_CMD_GET_SERVICE, out -> IpvsCodec.key(out, key));
    try {
      return netlink.ask(request, IpvsReplies::service).stream()
          .flatMap(Optional::stream)
          .findFirst()
          .flatMap(this::status);
    } catch (LinuxException refused) {
      if (refused.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw Refusals.of(refused, About.SERVICE);
    }
  }

  /// A service with its destinations; empty when it went while the table was being read.
  private Optional<ServiceStatus> status(ServiceReply service) {
    var key = service.key();
    var request =
        request("list destinations of " + key, IPVS_CMD_GET_DEST, out -> IpvsCodec.key(out, key));
    List<DestinationStatus> destinations;
    try {
      destinations =
          netlink.dump(request, in -> IpvsReplies.destination(in, key.family())).stream()
              .flatMap(Optional::stream)
              .toList();
    } catch (LinuxException refused) {
      if (refused.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw Refusals.of(refused, About.SERVICE);
    }
    var configured =
        Service.of(
            key,
            service.options(),
            destinations.stream().map(DestinationStatus::destination).toList());
    return Optional.of(new ServiceStatus(configured, service.statistics(), destinations));
  }

  @Override
  public List<Refused> apply(List<Command> plan) {
    var requests = plan.stream().map(this::request).toList();
    var outcomes = guarded(About.TABLE, () -> netlink.executeAll(requests));
    var refused = new ArrayList<Refused>();
    for (int i = 0; i < plan.size(); i++) {
      var command = plan.get(i);
      outcomes
          .get(i)
          .map(why -> new Refused(command, Refusals.of(why, Refusals.about(command))))
          .ifPresent(refused::add);
    }
    return List.copyOf(refused);
  }

  private NetlinkRequest request(Command command) {
    var encoded = IpvsCodec.encode(command);
    return request(command.toString(), encoded.command(), encoded.body());
  }

  @Override
  public void zero() {
    execute("zero all counters", About.TABLE, IPVS_CMD_ZERO, _ -> {});
  }

  @Override
  public void zero(ServiceKey key) {
    execute("zero " + key, About.SERVICE, IPVS_CMD_ZERO, out -> IpvsCodec.key(out, key));
  }

  @Override
  public void flush() {
    execute("flush the table", About.TABLE, IPVS_CMD_FLUSH, _ -> {});
  }

  @Override
  public Timeouts timeouts() {
    var request = request("get timeouts", IPVS_CMD_GET_CONFIG, _ -> {});
    return one(request, () -> netlink.ask(request, IpvsReplies::timeouts));
  }

  @Override
  public void setTimeouts(Timeouts wanted) {
    execute(
        "set timeouts", About.TABLE, IPVS_CMD_SET_CONFIG, out -> IpvsCodec.timeouts(out, wanted));
  }

  @Override
  public List<SyncDaemon> syncDaemons() {
    var request = request("list sync daemons", IPVS_CMD_GET_DAEMON, _ -> {});
    return guarded(About.DAEMON, () -> netlink.dump(request, IpvsReplies::daemon)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public void start(SyncDaemon daemon) {
    execute(
        "start sync daemon " + daemon.role().word() + " on " + daemon.interfaceName(),
        About.DAEMON,
        IPVS_CMD_NEW_DAEMON,
        out -> IpvsCodec.daemon(out, daemon));
  }

  @Override
  public void stop(SyncDaemon.Role role) {
    var request =
        request(
            "stop sync daemon " + role.word(),
            IPVS_CMD_DEL_DAEMON,
            out -> IpvsCodec.daemon(out, role));
    // A daemon stopped before its thread ever ran makes the kernel forget the acknowledgement (it
    // takes EINTR from kthread_stop for a signal). So the acknowledgement is that of a request
    // behind it, which changes nothing.
    var outcomes = guarded(About.DAEMON, () -> netlink.executeAll(List.of(request, nothing())));
    outcomes
        .get(0)
        .ifPresent(
            refused -> {
              throw Refusals.of(refused, About.DAEMON);
            });
  }

  private NetlinkRequest nothing() {
    var zero = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return request("set no timeouts", IPVS_CMD_SET_CONFIG, out -> IpvsCodec.timeouts(out, zero));
  }

  @Override
  public Release release() {
    var request = request("get version", IPVS_CMD_GET_INFO, _ -> {});
    return one(request, () -> netlink.ask(request, IpvsReplies::release));
  }

  private NetlinkRequest request(String what, int command, Consumer<AttributeWriter> body) {
    return GenericNetlink.request(what, family, command, body);
  }

  private void execute(String what, About about, int command, Consumer<AttributeWriter> body) {
    guarded(
        about,
        () -> {
          netlink.execute(what, family, command, body);
          return what;
        });
  }

  private static <T> T one(NetlinkRequest request, Supplier<List<T>> ask) {
    var replies = guarded(About.TABLE, ask);
    if (replies.size() != 1) {
      throw new IpvsException(
          request.name(), Reason.OTHER, replies.size() + " replies, expected one");
    }
    return replies.get(0);
  }

  private static <T> T guarded(About about, Supplier<T> call) {
    try {
      return call.get();
    } catch (LinuxException refused) {
      throw Refusals.of(refused, about);
    }
  }

  @Override
  public void close() {
    netlink.close();
  }
}
