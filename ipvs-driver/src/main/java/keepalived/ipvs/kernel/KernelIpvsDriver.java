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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.GenericNetlink;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// The kernel's IPVS table in the network namespace of the thread that opened the driver. The
/// module may be unloaded and loaded again while the driver is open; the generic netlink family
/// then gets another number, which the driver looks up again.
public final class KernelIpvsDriver implements IpvsDriver {

  private final GenericNetlink netlink;
  private final ModuleLoader modules;
  private GenericNetlink.Family family;

  private KernelIpvsDriver(
      GenericNetlink netlink, ModuleLoader modules, GenericNetlink.Family family) {
    this.netlink = netlink;
    this.modules = modules;
    this.family = family;
  }

  /// Opens the kernel's IPVS. When it is missing, loads its module once. Throws [IpvsException]
  /// with [Reason#NO_IPVS] when it is still missing.
  public static KernelIpvsDriver open(ModuleLoader modules) {
    var netlink = GenericNetlink.open(NetlinkSocket.Options.DEFAULT);
    try {
      return new KernelIpvsDriver(netlink, modules, find(netlink, modules));
    } catch (IpvsException | LinuxException failure) {
      netlink.close();
      throw failure;
    }
  }

  private static GenericNetlink.Family find(GenericNetlink netlink, ModuleLoader modules) {
    var family = netlink.family(FAMILY);
    if (family.isPresent()) {
      return family.get();
    }
    var failure = modules.load("ip_vs");
    return netlink
        .family(FAMILY)
        .orElseThrow(() -> new IpvsException("open IPVS", Reason.NO_IPVS, failure));
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
    var services =
        guarded(
                About.TABLE,
                () ->
                    netlink.dump(
                        request("list services", IPVS_CMD_GET_SERVICE, _ -> {}),
                        IpvsReplies::service))
            .stream()
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
    try {
      return numbered(
              () ->
                  netlink.ask(
                      request(
                          "get service " + key,
                          IPVS_CMD_GET_SERVICE,
                          out -> IpvsCodec.key(out, key)),
                      IpvsReplies::service))
          .stream()
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

  /// A service with its destinations; empty when it was removed while the table was being read.
  private Optional<ServiceStatus> status(ServiceReply service) {
    var key = service.key();
    List<DestinationStatus> destinations;
    try {
      destinations =
          numbered(
                  () ->
                      netlink.dump(
                          request(
                              "list destinations of " + key,
                              IPVS_CMD_GET_DEST,
                              out -> IpvsCodec.key(out, key)),
                          in -> IpvsReplies.destination(in, key.family())))
              .stream()
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
    var refusals = carryOut(plan);
    // The kernel uses the same error for a missing scheduler or destination and for a stale number
    // of the IPVS family.
    var unknown =
        refusals.stream().filter(r -> r.why().is(Errno.ENOENT)).map(Refusal::command).toList();
    if (!unknown.isEmpty() && numberedAnew()) {
      refusals =
          Stream.concat(
                  refusals.stream().filter(r -> !r.why().is(Errno.ENOENT)),
                  carryOut(unknown).stream())
              .toList();
    }
    return refusals.stream().map(Refusal::refused).toList();
  }

  private record Refusal(Command command, LinuxException why) {

    private Refused refused() {
      return new Refused(command, Refusals.of(why, Refusals.about(command)));
    }
  }

  private List<Refusal> carryOut(List<Command> plan) {
    var requests = plan.stream().map(this::request).toList();
    var outcomes = guarded(About.TABLE, () -> netlink.executeAll(requests));
    var refusals = new ArrayList<Refusal>();
    for (int i = 0; i < plan.size(); i++) {
      var command = plan.get(i);
      outcomes.get(i).map(why -> new Refusal(command, why)).ifPresent(refusals::add);
    }
    return List.copyOf(refusals);
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
    return one("get timeouts", IPVS_CMD_GET_CONFIG, IpvsReplies::timeouts);
  }

  @Override
  public void setTimeouts(Timeouts wanted) {
    execute(
        "set timeouts", About.TABLE, IPVS_CMD_SET_CONFIG, out -> IpvsCodec.timeouts(out, wanted));
  }

  @Override
  public List<SyncDaemon> syncDaemons() {
    return guarded(
            About.DAEMON,
            () ->
                netlink.dump(
                    request("list sync daemons", IPVS_CMD_GET_DAEMON, _ -> {}),
                    IpvsReplies::daemon))
        .stream()
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
    // When a daemon is stopped before its thread ever ran, the kernel sends no acknowledgement (it
    // takes EINTR from kthread_stop for a signal). A second request, which changes nothing, is sent
    // along: its acknowledgement shows that the first was processed.
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
    return one("get version", IPVS_CMD_GET_INFO, IpvsReplies::release);
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

  private <T> T one(String what, int command, Function<AttributeReader, T> decoder) {
    var replies = guarded(About.TABLE, () -> netlink.ask(request(what, command, _ -> {}), decoder));
    if (replies.size() != 1) {
      throw new IpvsException(what, Reason.OTHER, replies.size() + " replies, expected one");
    }
    return replies.get(0);
  }

  private <T> T guarded(About about, Supplier<T> call) {
    try {
      return numbered(call);
    } catch (LinuxException refused) {
      throw Refusals.of(refused, about);
    }
  }

  /// Makes a call, and repeats it when it failed because the family's number has changed. The call
  /// must build its request itself.
  private <T> T numbered(Supplier<T> call) {
    try {
      return call.get();
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENOENT) && numberedAnew()) {
        return call.get();
      }
      throw refused;
    }
  }

  /// Looks up the number of the IPVS family; returns whether it has changed. Throws [IpvsException]
  /// with [Reason#NO_IPVS] when IPVS is missing and its module cannot be loaded.
  private boolean numberedAnew() {
    var before = family;
    family = find(netlink, modules);
    return family.id() != before.id();
  }

  @Override
  public void close() {
    netlink.close();
  }
}
