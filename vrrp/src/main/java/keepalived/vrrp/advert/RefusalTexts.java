package keepalived.vrrp.advert;

import java.time.Duration;
import keepalived.core.net.IpAddress;

/// The reason for refusing an advert, which the log prints after the name of the instance. The
/// first texts are those of keepalived 2.2.7, word for word; those from `unsigned` on are our own.
final class RefusalTexts {

  private RefusalTexts() {}

  static String noAuthHeader() {
    return "No AH header but auth type is AH";
  }

  static String unexpectedAuthHeader() {
    return "Received AH header but auth type not AH";
  }

  static String packetType(int found) {
    return "Invalid packet type. %d and expect 1".formatted(found);
  }

  static String length(int bytes, IpAddress source) {
    return "invalid advert length %d from %s".formatted(bytes, source);
  }

  static String ttl(int found, IpAddress source) {
    return "invalid TTL/HL from %s. Received %d and expect 255".formatted(source, found);
  }

  static String ttlRange(int found, int least, int most) {
    return "TTL/HL %d not in range %d - %d".formatted(found, least, most);
  }

  static String version(int found, int expected, IpAddress source) {
    return "wrong VRRP version from %s. Received %d and expect %d"
        .formatted(source, found, expected);
  }

  static String authType(int found) {
    return "Invalid auth type: " + found;
  }

  static String authMismatch(int found, int expected) {
    return "received a %d auth, expecting %d!".formatted(found, expected);
  }

  static String password(IpAddress source) {
    return "received an invalid passwd from " + source + "!";
  }

  static String authHeaderCode() {
    return "IPSEC-AH : invalid IPSEC HMAC-MD5 value. Due to fields mutation or bad password !";
  }

  static String authHeaderSequence(long found, long last) {
    return "IPSEC-AH : sequence number %d already processed. Packet dropped. Local(%d)"
        .formatted(found, last);
  }

  static String interval(Duration ours, Duration found, IpAddress source) {
    return "advertisement interval mismatch mine=%d sec rcv'd=%d sec from %s"
        .formatted(ours.toSeconds(), found.toSeconds(), source);
  }

  static String checksum(int version, IpAddress source) {
    return "Invalid VRRPv%d checksum from %s".formatted(version, source);
  }

  static String cast(boolean multicast) {
    return "discarding %sicast packet on %sicast instance"
        .formatted(multicast ? "un" : "mult", multicast ? "mult" : "un");
  }

  static String notAPeer(IpAddress source) {
    return "unicast source address " + source + " not a unicast peer";
  }

  static String addressCount(int ours, int found, IpAddress source) {
    return "expected %d VIPs but received %d from %s".formatted(ours, found, source);
  }

  static String addressMissing(int vrid, IpAddress address) {
    return "ip address associated with VRID %d not present in MASTER advert: %s"
        .formatted(vrid, address);
  }

  static String oldChecksum() {
    return "Setting unicast VRRPv3 checksum to old version";
  }

  static String unsigned(IpAddress source) {
    return "received an unsigned advert from " + source;
  }

  static String signatureMalformed(IpAddress source) {
    return "received a malformed signature from " + source;
  }

  static String unknownKey(int key, IpAddress source) {
    return "received an advert signed with unknown key %d from %s".formatted(key, source);
  }

  static String signatureStale(IpAddress source) {
    return "received an advert outside the time window from " + source;
  }

  static String signatureInvalid(IpAddress source) {
    return "received an invalid signature from " + source;
  }

  static String replayed(IpAddress source) {
    return "received a replayed advert from " + source;
  }

  static String ownerIgnores() {
    return "address owner ignores advert";
  }
}
