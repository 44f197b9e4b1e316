package keepalived.tracking.bfd;

/// Why a session left Up; the ordinal is the number on the wire (RFC 5880 section 4.1).
enum Diagnostic {
  NONE("No Diagnostic"),
  DETECTION_TIME_EXPIRED("Control Detection Time Expired"),
  ECHO_FAILED("Echo Function Failed"),
  NEIGHBOR_DOWN("Neighbor Signaled Session Down"),
  FORWARDING_RESET("Forwarding Plane Reset"),
  PATH_DOWN("Path Down"),
  CONCATENATED_PATH_DOWN("Concatenated Path Down"),
  ADMIN_DOWN("Administratively Down"),
  REVERSE_PATH_DOWN("Reverse Concatenated Path Down");

  private final String words;

  Diagnostic(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
