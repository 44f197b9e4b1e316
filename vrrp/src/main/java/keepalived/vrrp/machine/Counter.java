package keepalived.vrrp.machine;

/// The counters of an instance: first those of keepalived's statistics, in their order, then our
/// own.
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
  /// Adverts received in FAULT, before the start or within the start-up delay.
  NOT_LISTENING,
  /// An address, route or rule removed by another program was restored.
  RESTORED,
  /// Stalls of this host: an advert was later than the time that a master may be silent, or a
  /// backup's deadline was missed by more than half an interval.
  STALLED,
  /// Times that addresses were announced and notify scripts ran again after a conflict.
  REASSERTED,
  /// Adverts that could not be sent.
  SEND_FAILED
}
