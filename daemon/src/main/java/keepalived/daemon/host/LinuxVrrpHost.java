package keepalived.daemon.host;

import java.util.Map;
import java.util.function.Consumer;
import keepalived.core.config.GlobalSettings.VrrpGlobals;
import keepalived.core.config.track.TrackFile;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.log.LogLine;
import keepalived.core.log.PartLog;
import keepalived.core.time.MonoTime;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.TrackedFiles;
import keepalived.daemon.port.VrrpHost;
import keepalived.daemon.process.Uptime;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.tracking.file.FileMonitor;
import keepalived.tracking.process.ProcessMonitor;
import keepalived.vrrp.net.LinuxVrrpNetwork;
import keepalived.vrrp.port.VrrpNetwork;

/// VRRP on Linux.
public final class LinuxVrrpHost implements VrrpHost {

  private record Kernel(LinuxVrrpNetwork network) implements Network {

    @Override
    public void start(VrrpNetwork.Listener engine) {
      network.start(engine);
    }

    @Override
    public void keepAddresses() {
      network.keepAddresses();
    }

    @Override
    public Remains abandon() {
      return new KernelRemains(network.abandon());
    }

    @Override
    public void succeed(Remains remains) {
      network.succeed(((KernelRemains) remains).left());
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private record KernelRemains(LinuxVrrpNetwork.Remains left) implements Remains {}

  private record Tracked(ProcessMonitor monitor) implements Processes {

    @Override
    public void configure(Map<String, TrackProcess> wanted) {
      monitor.configure(wanted);
    }

    @Override
    public void close() {
      monitor.close();
    }
  }

  record Files(FileMonitor monitor) implements TrackedFiles {

    @Override
    public void configure(Map<String, TrackFile> files) {
      monitor.configure(files);
    }

    @Override
    public void close() {
      monitor.close();
    }
  }

  @Override
  public MonoTime booted(HostLoop loop) {
    return loop.now().minus(Uptime.now());
  }

  @Override
  public Network network(HostLoop loop, VrrpGlobals sizes, Consumer<LogLine> log) {
    var options = new NetlinkSocket.Options(sizes.netlinkMonitorReceiveBuffer(), false);
    return new Kernel(new LinuxVrrpNetwork(EpollLoops.epoll(loop), options, log));
  }

  @Override
  public TrackedFiles files(HostLoop loop, PartLog log, FileMonitor.Listener listener) {
    return new Files(new FileMonitor(EpollLoops.epoll(loop), log, listener));
  }

  @Override
  public Processes processes(
      HostLoop loop, VrrpGlobals sizes, PartLog log, ProcessMonitor.Listener listener) {
    return new Tracked(
        new ProcessMonitor(
            EpollLoops.epoll(loop), sizes.processMonitorReceiveBuffer(), log, listener));
  }
}
