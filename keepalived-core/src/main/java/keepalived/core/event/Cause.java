package keepalived.core.event;

import java.util.Locale;

/// Why a virtual router changed its state: the list is closed, and every change has exactly one
/// cause. The words are part of the log, of recordings and of answers to programs: existing ones
/// never change.
public enum Cause {
  /// The instance has all that it needs and begins to listen.
  STARTUP("started"),
  /// An address owner (priority 255) starts or recovers, and needs not listen first.
  OWNER_START("address owner"),
  /// The Master_Down_Timer expired (RFC 9568 6.4.2).
  MASTER_TIMEOUT("master timeout"),
  /// The master advertised priority 0 and was not replaced by another router.
  PRIORITY_ZERO_HEARD("master resigned"),
  /// The master has a lower priority.
  PREEMPT("preemption"),
  /// As [#PREEMPT], after `preempt_delay`.
  PREEMPT_DELAY_OVER("preemption after preempt_delay"),
  HIGHER_PRIORITY_HEARD("higher priority heard"),
  EQUAL_PRIORITY_HIGHER_ADDRESS("equal priority from a higher address heard"),
  /// This host stood still for so long that another router may be master.
  STALL("stall of this host"),
  FAULT_INTERFACE("interface down"),
  FAULT_ADDRESS("no source address"),
  FAULT_SCRIPT("script failed"),
  FAULT_FILE("tracked file"),
  FAULT_PROCESS("process quorum lost"),
  FAULT_BFD("BFD session down"),
  FAULT_NO_PEER("no unicast peers"),
  /// The kernel refuses to send the adverts.
  FAULT_SEND("adverts cannot be sent"),
  FAULT_CONFIGURATION("configuration"),
  FAULT_CLEARED("fault over"),
  GROUP_FAULT("fault in the sync group"),
  GROUP_RECOVERED("sync group recovered"),
  GROUP_ELECTED("sync group elected"),
  GROUP_DEMOTED("sync group demoted"),
  /// A reload removed the instance.
  REMOVED("removed by a reload"),
  STOP("stop");

  private final String text;

  Cause(String text) {
    this.text = text;
  }

  /// For people: `master timeout`.
  public String text() {
    return text;
  }

  /// For programs: `master_timeout`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
