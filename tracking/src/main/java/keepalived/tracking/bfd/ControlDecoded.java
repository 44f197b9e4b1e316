package keepalived.tracking.bfd;

/// The result of decoding received bytes.
sealed interface ControlDecoded permits ControlPacket, ControlRejected {}
