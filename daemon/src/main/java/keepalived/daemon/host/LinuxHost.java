package keepalived.daemon.host;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import keepalived.core.event.Recorder;
import keepalived.daemon.dump.DumpDirectory;
import keepalived.daemon.log.Journal;
import keepalived.daemon.mail.MailSender;
import keepalived.daemon.port.HostPorts;
import keepalived.daemon.port.LoopPorts;
import keepalived.daemon.process.ThreadJobs;
import keepalived.daemon.script.FileTree;
import keepalived.daemon.script.ScriptResolver;
import keepalived.healthcheck.engine.Claims;
import keepalived.tracking.bfd.LinuxBfdNetwork;

/// Implements the daemon's ports on this machine.
public final class LinuxHost {

  private LinuxHost() {}

  /// @param claims remembers which virtual servers are ours
  /// @param events receives what happens
  public static HostPorts ports(
      Map<String, String> environment, Claims claims, Journal journal, Recorder events) {
    var wall = InstantSource.system();
    return new HostPorts(
        new LoopPorts(
            new EpollLoops(),
            new BlockingOnLoop(),
            new ThreadJobs(journal, ThreadJobs.OF_THE_SYSTEM)),
        ChildProcesses::new,
        new HostPorts.ServicePorts(
            new LinuxVrrpHost(),
            new LinuxLvsHost(claims),
            (loop, random) -> new LinuxBfdNetwork(EpollLoops.epoll(loop), random)),
        new ScriptResolver.Ports(
            FileTree.HOST, new HostAccounts(), environment, Path.of("").toAbsolutePath()),
        new HostPorts.OutputPorts(
            new MailSender(journal, wall), DumpDirectory.of(environment.get("TMPDIR")), events),
        wall,
        Random::new);
  }
}
