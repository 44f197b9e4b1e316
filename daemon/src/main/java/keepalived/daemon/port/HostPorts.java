package keepalived.daemon.port;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import keepalived.core.event.Recorder;
import keepalived.daemon.mail.Mailer;
import keepalived.daemon.script.ScriptResolver;

/// The machine, as the daemon needs it.
///
/// @param processes makes the children of a loop; called on that loop's owner once
/// @param scripts files and accounts that scripts depend on
/// @param wall the time of day
/// @param random a new source of random numbers for each part
public record HostPorts(
    LoopPorts loops,
    Function<HostLoop, Processes> processes,
    ServicePorts services,
    ScriptResolver.Ports scripts,
    OutputPorts outputs,
    InstantSource wall,
    Supplier<RandomGenerator> random) {

  /// What leaves the daemon beside the network: letters, dumps, and the record of what happens.
  public record OutputPorts(Mailer mail, DumpFiles dumps, Recorder events) {}

  /// The machine as each part needs it.
  public record ServicePorts(VrrpHost vrrp, LvsHost lvs, BfdHost bfd) {}
}
