package keepalived.daemon.port;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import keepalived.daemon.mail.MailSender;
import keepalived.daemon.script.ScriptResolver;

/// The machine as the daemon needs it.
///
/// @param processes makes the children of a loop; called on that loop's owner once
/// @param scripts files and accounts that scripts depend on
/// @param mail sends mail
/// @param wall the time of day
/// @param random a new source of random numbers for each part
public record HostPorts(
    LoopPorts loops,
    Function<HostLoop, Processes> processes,
    ServicePorts services,
    ScriptResolver.Ports scripts,
    MailSender mail,
    InstantSource wall,
    Supplier<RandomGenerator> random) {

  /// The machine as each part needs it.
  public record ServicePorts(VrrpHost vrrp, LvsHost lvs, BfdHost bfd) {}
}
