package keepalived.vrrp.machine;

import keepalived.core.net.Family;

/// A reason why a virtual router cannot take part. Conditions are computed from the current facts
/// and never stored: FAULT ends with the last of them.
///
/// @param subject the interface, script, file or process, or the kernel's error text; may be empty
public record FaultCondition(Kind kind, String subject) implements Comparable<FaultCondition> {

  public enum Kind {
    INTERFACE_DOWN,
    BASE_INTERFACE_DOWN,
    NO_SOURCE_ADDRESS,
    NO_PEER,
    INTERFACE,
    SCRIPT,
    FILE,
    PROCESS,
    BFD,
    CANNOT_SEND,
    CONFIGURATION
  }

  /// The condition as the log words it.
  public String text(Family family) {
    return switch (kind) {
      case INTERFACE_DOWN, BASE_INTERFACE_DOWN, INTERFACE -> "interface " + subject + " down";
      case NO_SOURCE_ADDRESS ->
          subject.isEmpty()
              ? "no " + family + " address for interface"
              : "src address not configured";
      case NO_PEER -> "no unicast peers";
      case SCRIPT -> "script " + subject;
      case FILE -> "tracked file " + subject;
      case PROCESS -> "tracked process " + subject + " quorum not achieved";
      case BFD -> "tracked BFD instance " + subject + " down";
      case CANNOT_SEND -> "cannot send adverts: " + subject;
      case CONFIGURATION -> subject;
    };
  }

  @Override
  public int compareTo(FaultCondition other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : subject.compareTo(other.subject);
  }
}
