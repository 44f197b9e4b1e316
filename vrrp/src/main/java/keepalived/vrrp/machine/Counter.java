package keepalived.vrrp.machine;

/// What is counted per instance. The first ones are those of keepalived's statistics, in their
/// order; the others are our own.
public enum Counter {
  ADVERT_RECEIVED,
  ADVERT_SENT,
  BECAME_MASTER,
  RELEASED_MASTER,
  LENGTH,
  TTL,
  INVALID_TYPE,
  INTERVAL,
  ADDRESS_LIST,
  AUTH_TYPE_INVALID,
  AUTH_TYPE_MISMATCH,
  AUTH_FAILURE,
  SIGNATURE_MISSING,
  SIGNATURE_MALFORMED,
  SIGNATURE_UNKNOWN_KEY,
  SIGNATURE_INVALID,
  SIGNATURE_STALE,
  SIGNATURE_REPLAY,
  PRIORITY_ZERO_RECEIVED,
  PRIORITY_ZERO_SENT,
  VERSION,
  CHECKSUM,
  CAST,
  UNKNOWN_PEER,
  OWNER_IGNORED,
  /// Adverts heard while in FAULT, not started, or within the start-up delay.
  NOT_LISTENING,
  /// An address, route or rule that someone else removed was put back.
  RESTORED,
  /// The loop stood still: an advert of ours came later than a master may be silent, or a backup's
  /// deadline by more than half an interval.
  STALLED,
  /// Addresses announced and notify run again after a conflict.
  REASSERTED,
  /// Adverts that could not be sent.
  SEND_FAILED
}
