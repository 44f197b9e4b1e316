package keepalived.ipvs;

import keepalived.ipvs.plan.Command;

/// A command of a plan that the driver refused, and why. The other commands of the plan were
/// executed.
public record Refused(Command command, IpvsException cause) {}
