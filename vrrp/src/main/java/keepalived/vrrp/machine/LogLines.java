package keepalived.vrrp.machine;

import java.math.BigDecimal;
import java.time.Duration;
import keepalived.core.config.VrrpInstance;
import keepalived.core.log.LogId;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.machine.FaultCondition.Kind;

/// The log lines of the state machine, word for word as keepalived prints them: people grep for
/// them.
public final class LogLines {

  private LogLines() {}

  static Report entering(String name, String state) {
    return Report.info("(" + name + ") Entering " + state + " STATE");
  }

  static Report enteringFirst(String name, String state) {
    return Report.info("(" + name + ") Entering " + state + " STATE (init)");
  }

  /// The original words it differently for each kind of cause.
  public static Report fault(VrrpInstance config, FaultCondition condition) {
    var name = "(" + config.name() + ")";
    return Report.info(
        switch (condition.kind()) {
          case INTERFACE_DOWN, BASE_INTERFACE_DOWN, INTERFACE ->
              name + ": entering FAULT state (interface " + condition.subject() + " down)";
          case SCRIPT -> name + ": entering FAULT state due to script " + condition.subject();
          case FILE -> name + ": tracked file " + condition.subject() + " now FAULT state";
          case NO_SOURCE_ADDRESS, NO_PEER, PROCESS, BFD, CANNOT_SEND, CONFIGURATION ->
              name
                  + (condition.subject().isEmpty() || condition.kind() != Kind.NO_SOURCE_ADDRESS
                      ? " "
                      : ": ")
                  + "entering FAULT state ("
                  + condition.text(config.family())
                  + ")";
        });
  }

  /// A cause that has gone while others may remain.
  static Report faultGone(VrrpInstance config, FaultCondition condition) {
    var name = "(" + config.name() + ")";
    return condition.kind() == FaultCondition.Kind.FILE
        ? Report.info(name + ": tracked file " + condition.subject() + " leaving FAULT state")
        : Report.detail(name + " " + condition.text(config.family()) + ": no longer so");
  }

  public static Report delayed(Duration delay) {
    var seconds = BigDecimal.valueOf(delay.toMillis(), 3).stripTrailingZeros().toPlainString();
    return Report.info("Delaying startup for " + seconds + " seconds");
  }

  public static Report syncing(String group, String state) {
    return Report.info("VRRP_Group(%s) Syncing instances to %s state".formatted(group, state));
  }

  static Report timeout(String name) {
    return Report.detail("(" + name + ") Receive advertisement timeout");
  }

  static Report settingAddresses(String name) {
    return Report.detail("(" + name + ") setting VIPs.");
  }

  static Report removingAddresses(String name) {
    return Report.detail("(" + name + ") removing VIPs.");
  }

  public static Report sentZero(String name) {
    return Report.detail("(" + name + ") sent 0 priority");
  }

  public static Report zeroNotSent(String name, String reason) {
    return Report.info("(" + name + ") could not send 0 priority: " + reason);
  }

  static Report backupHeardZero(String name) {
    return Report.detail("(" + name + ") Backup received priority 0 advertisement")
        .about(new LogId("priority 0"));
  }

  static Report masterHeardZero(String name) {
    return Report.detail("(" + name + ") Master received priority 0 message")
        .about(new LogId("priority 0"));
  }

  static Report discardingLower(String name, int priority, IpAddress source) {
    return Report.info(
            "(%s) received lower priority (%d) advert from %s - discarding"
                .formatted(name, priority, source))
        .about(new LogId("lower priority"));
  }

  static Report preemptDelayStarted(String name, Duration delay) {
    return Report.info(
            "(%s) start preempt delay (%d.%06d)"
                .formatted(name, delay.toSeconds(), delay.toNanosPart() / 1000))
        .about(new LogId("preempt delay"));
  }

  static Report preemptDelayStopped(String name) {
    return Report.info("(" + name + ") stop preempt delay").about(new LogId("preempt delay"));
  }

  static Report masterSet(String name, IpAddress master) {
    return Report.detail("(" + name + ") master set to " + master);
  }

  static Report masterChanged(String name, IpAddress before, IpAddress after) {
    return Report.detail("(" + name + ") master changed from " + before + " to " + after)
        .about(new LogId("master"));
  }

  static Report intervalLearned(String name, Duration before, Duration after) {
    return Report.detail(
            "(%s) advertisement interval updated from %dms to %dms by master"
                .formatted(name, before.toMillis(), after.toMillis()))
        .about(new LogId("interval"));
  }

  static Report intervalOurs(String name, Duration before, Duration after) {
    return Report.detail(
        "(%s) changing advert interval from %dms to locally configured %dms"
            .formatted(name, before.toMillis(), after.toMillis()));
  }

  static Report heardLower(ElectionInput input, int priority, IpAddress source, boolean answered) {
    return Report.info(
            "(%s) Received advert from %s with lower priority %d, ours %d%s"
                .formatted(
                    input.name(),
                    source,
                    priority,
                    input.priority(),
                    answered ? ", forcing new election" : ""))
        .about(new LogId("lower priority"));
  }

  static Report heardHigher(ElectionInput input, int priority, IpAddress source) {
    return priority == input.priority()
        ? Report.info(
            "(%s) Master received advert from %s with same priority %d but higher IP address than ours"
                .formatted(input.name(), source, priority))
        : Report.info(
            "(%s) Master received advert from %s with higher priority %d, ours %d"
                .formatted(input.name(), source, priority, input.priority()));
  }

  static Report ownAddress(String name) {
    return Report.warning(
            "("
                + name
                + ") WARNING - equal priority advert received from remote host with our IP"
                + " address.")
        .about(new LogId("own address"));
  }

  static Report twoOwners(String name, IpAddress other) {
    return Report.warning(
            "(%s) CONFIGURATION ERROR: local instance and %s are both configured as address owner, please resolve"
                .formatted(name, other))
        .about(new LogId("two owners"));
  }

  static Report priorityRestored(String name) {
    return Report.info("(" + name + ") Restoring our priority to 255");
  }

  static Report priorityLowered(String name) {
    return Report.info("(" + name + ") Reducing our priority to 254 until the other owner is gone");
  }

  static Report stalled(String name, Duration late) {
    return Report.warning(
        "(%s) VRRP thread timer expired %d.%06d seconds ago"
            .formatted(name, late.toSeconds(), late.toNanosPart() / 1000));
  }

  /// After standing still.
  static Report listeningAgain(String name, Duration wait) {
    return Report.info(
        "(%s) listening for %d ms, as another router may be master by now"
            .formatted(name, wait.toMillis()));
  }

  static Report nobodyElse(String name) {
    return Report.info("(" + name + ") heard no other master; still MASTER");
  }

  static Report rivalGone(String name, IpAddress rival) {
    return Report.info(
        "(%s) %s no longer advertises; announcing our addresses again".formatted(name, rival));
  }
}
