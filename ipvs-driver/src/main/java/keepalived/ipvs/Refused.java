package keepalived.ipvs;

import keepalived.ipvs.plan.Command;

/// A command of a plan that was not carried out, and why. The commands around it were.
public record Refused(Command command, IpvsException cause) {}
