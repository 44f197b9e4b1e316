package keepalived.daemon.sim;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings.VrrpGlobals;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.track.TrackFile;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.log.LogLine;
import keepalived.core.log.PartLog;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.TrackedFiles;
import keepalived.daemon.port.VrrpHost;
import keepalived.tracking.file.FileMonitor;
import keepalived.tracking.process.ProcessMonitor;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpNetwork;
import keepalived.vrrp.priority.InterfaceStatus;

/// The network of a machine: one interface on a segment that all machines share, and the table of
/// addresses, which outlives the daemon.
public final class SimNetwork implements VrrpHost {

  /// The segment.
  public static final class Lan {
    private static final Duration LATENCY = Duration.ofNanos(200_000);

    private final SimLoop world;
    private final List<SimNetwork> machines = new ArrayList<>();

    public Lan(SimLoop world) {
      this.world = world;
    }
  }

  private static final String INTERFACE = "eth0";

  private final Lan lan;
  private final IpAddress own;
  private final Map<InstanceKey, OwnedResources> kernel = new HashMap<>();
  private Optional<Opened> opened = Optional.empty();

  /// Thrown by the next configuration of the network: a machine without memory or threads.
  Optional<Error> refusal = Optional.empty();

  SimNetwork(Lan lan, IpAddress own) {
    this.lan = lan;
    this.own = own;
    lan.machines.add(this);
  }

  /// The addresses that the kernel holds for instances.
  public List<VirtualAddress> addresses() {
    return kernel.values().stream().flatMap(each -> each.addresses().stream()).toList();
  }

  private record Nothing() implements VrrpHost.Remains {}

  private final class Opened implements Network, VrrpNetwork {

    private final HostLoop loop;
    private Optional<Listener> engine = Optional.empty();

    private Opened(HostLoop loop) {
      this.loop = loop;
    }

    @Override
    public VrrpNetwork network() {
      return this;
    }

    @Override
    public void start(Listener listener) {
      engine = Optional.of(listener);
      listener.interfaceChanged(new InterfaceStatus(INTERFACE, 2, true, 1500, List.of(own)));
    }

    @Override
    public void keepAddresses() {
      throw new UnsupportedOperationException("no story keeps addresses");
    }

    @Override
    public VrrpHost.Remains abandon() {
      close();
      return new Nothing();
    }

    @Override
    public void succeed(VrrpHost.Remains remains) {
      // The kernel of this machine has kept the previous network's addresses.
    }

    @Override
    public void close() {
      opened = opened.filter(each -> each != this);
    }

    @Override
    public void configure(Config config, Map<InstanceKey, VrrpInstance> instances) {
      if (refusal.isPresent()) {
        var error = refusal.get();
        refusal = Optional.empty();
        throw error;
      }
    }

    @Override
    public Optional<String> send(InstanceKey instance, OutgoingPacket packet) {
      byte[] bytes = new byte[packet.bytes().remaining()];
      packet.bytes().slice().get(bytes);
      for (var machine : lan.machines) {
        if (machine != SimNetwork.this) {
          lan.world.after(Lan.LATENCY, () -> machine.receive(bytes));
        }
      }
      return Optional.empty();
    }

    @Override
    public void announce(InstanceKey instance, List<VirtualAddress> addresses, int repeat) {
      // The machines have no neighbour caches.
    }

    @Override
    public void reconcile(InstanceKey instance, OwnedResources wanted) {
      kernel.put(instance, wanted);
    }

    @Override
    public void together(Runnable changes) {
      changes.run();
    }

    @Override
    public boolean speaksFrom(IpAddress source) {
      return source.equals(own);
    }

    @Override
    public void drain() {
      // Packets are delivered as they arrive.
    }
  }

  private void receive(byte[] bytes) {
    opened.ifPresent(
        to ->
            to.loop.post(
                () ->
                    to.engine.ifPresent(
                        engine ->
                            engine.received(
                                Optional.of(INTERFACE), Envelope.ofIpv4(ByteBuffer.wrap(bytes))))));
  }

  @Override
  public MonoTime booted(HostLoop loop) {
    return new MonoTime(0);
  }

  @Override
  public Network network(HostLoop loop, VrrpGlobals sizes, Consumer<LogLine> log) {
    var network = new Opened(loop);
    opened = Optional.of(network);
    return network;
  }

  @Override
  public TrackedFiles files(HostLoop loop, PartLog log, FileMonitor.Listener listener) {
    return new TrackedFiles() {
      @Override
      public void configure(Map<String, TrackFile> files) {
        files.keySet().forEach(name -> loop.post(() -> listener.value(name, 0)));
      }

      @Override
      public void close() {
        // No resources to release.
      }
    };
  }

  @Override
  public Processes processes(
      HostLoop loop, VrrpGlobals sizes, PartLog log, ProcessMonitor.Listener listener) {
    return new Processes() {
      @Override
      public void configure(Map<String, TrackProcess> wanted) {
        wanted.keySet().forEach(name -> loop.post(() -> listener.quorum(name, true)));
      }

      @Override
      public void close() {
        // No resources to release.
      }
    };
  }
}
