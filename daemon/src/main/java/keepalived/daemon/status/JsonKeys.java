package keepalived.daemon.status;

import java.util.Optional;
import keepalived.vrrp.machine.Counter;

/// The original's JSON keys for its counters; counters of our own have none.
public final class JsonKeys {

  private JsonKeys() {}

  public static Optional<String> of(Counter counter) {
    return switch (counter) {
      case ADVERT_RECEIVED -> Optional.of("advert_rcvd");
      case ADVERT_SENT -> Optional.of("advert_sent");
      case BECAME_MASTER -> Optional.of("become_master");
      case RELEASED_MASTER -> Optional.of("release_master");
      case LENGTH -> Optional.of("packet_len_err");
      case INTERVAL -> Optional.of("advert_interval_err");
      case TTL -> Optional.of("ip_ttl_err");
      case INVALID_TYPE -> Optional.of("invalid_type_rcvd");
      case ADDRESS_LIST -> Optional.of("addr_list_err");
      case AUTH_TYPE_INVALID -> Optional.of("invalid_authtype");
      case AUTH_TYPE_MISMATCH -> Optional.of("authtype_mismatch");
      case AUTH_FAILURE -> Optional.of("auth_failure");
      case SIGNATURE_MISSING -> Optional.of("auth_ext_missing");
      case SIGNATURE_MALFORMED -> Optional.of("auth_ext_malformed");
      case SIGNATURE_UNKNOWN_KEY -> Optional.of("auth_ext_unknown_key");
      case SIGNATURE_INVALID -> Optional.of("auth_ext_invalid_hmac");
      case SIGNATURE_STALE -> Optional.of("auth_ext_stale");
      case SIGNATURE_REPLAY -> Optional.of("auth_ext_replay");
      case PRIORITY_ZERO_RECEIVED -> Optional.of("pri_zero_rcvd");
      case PRIORITY_ZERO_SENT -> Optional.of("pri_zero_sent");
      case VERSION,
          CHECKSUM,
          CAST,
          UNKNOWN_PEER,
          OWNER_IGNORED,
          NOT_LISTENING,
          RESTORED,
          STALLED,
          REASSERTED,
          SEND_FAILED ->
          Optional.empty();
    };
  }
}
