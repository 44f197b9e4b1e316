package keepalived.tracking.bfd;

/// Received bytes that are not a valid control packet.
record ControlRejected(Reason reason) implements ControlDecoded {

  /// The failed check, with the text for the log.
  enum Reason {
    TOO_SHORT("Packet is too small"),
    VERSION("Packet is of unsupported version"),
    LENGTH("Packet size mismatch"),
    DIAGNOSTIC("Packet has invalid 'diag' field"),
    MULTIPLIER("Packet 'detection multiplier' field is zero"),
    MULTIPOINT("Packet has 'multipoint' flag"),
    POLL_AND_FINAL("Packet has both poll and final  flags set"),
    AUTHENTICATED("auth bit is set, but no authentication  is in use"),
    MY_DISCRIMINATOR("Packet 'my discriminator' field is zero"),
    YOUR_DISCRIMINATOR(
        "Packet 'your discriminator' field is zero and 'state' field is not Down or AdminDown");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
