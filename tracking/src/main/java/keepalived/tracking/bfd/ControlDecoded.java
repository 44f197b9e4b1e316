package keepalived.tracking.bfd;

/// What became of received bytes.
sealed interface ControlDecoded permits ControlPacket, ControlRejected {}
