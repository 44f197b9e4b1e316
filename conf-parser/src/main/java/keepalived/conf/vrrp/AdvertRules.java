package keepalived.conf.vrrp;

import static keepalived.conf.vrrp.InstanceChecks.when;

import java.time.Duration;
import java.util.List;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.host.HostFacts.NetworkInterface;
import keepalived.conf.schema.Rule;
import keepalived.conf.vrrp.draft.InstanceDraft;
import keepalived.core.net.Family;

/// Rules for the content, the interval and the size of adverts.
final class AdvertRules {

  // Sizes of the parts of an advert, in bytes.
  private static final int ETHERNET_HEADER = 14;
  private static final int ADVERT_HEADER = 8;
  private static final int PASSWORD = 8;
  private static final int AUTH_HEADER = 24;
  private static final int HMAC_TRAILER = 28;

  private static final int ADDRESSES_MAX = 255;

  /// This many addresses fit the smallest MTU, which is 576 bytes for IPv4 (RFC 791 section 3.2)
  /// and 1280 for IPv6 (RFC 8200 section 5). The MTU is read only when an instance has more.
  private static final int ALWAYS_FITS = 64;

  private static final Duration V3_INTERVAL_MAX = Duration.ofMillis(40_950);

  static final List<Rule<InstanceDraft>> ADDRESSES =
      List.of(
          when(d -> d.nativeIpv6 && d.family.filter(f -> f == Family.IPV4).isPresent())
              .report(
                  d ->
                      d.diagnostic(
                          Code.CONFLICT,
                          d.place,
                          "'native_ipv6' does not go with IPv4 addresses; it is ignored",
                          "Cannot specify native_ipv6 with IPv4 addresses")),
          when(AdvertRules::lacksAddress).report(AdvertRules::noAddress),
          when(d -> d.effectiveFamily() == Family.IPV6 && d.version.orElse(3) == 2)
              .report(
                  d ->
                      d.diagnostic(
                          Code.VERSION_RAISED,
                          d.place,
                          "IPv6 needs VRRP version 3, which is used instead of 2",
                          "IPv6 addresses require VRRP version 3")));

  static final List<Rule<InstanceDraft>> INTERVAL =
      List.of(
          when(d -> version2(d) && !d.advertInterval.equals(wholeSeconds(d)))
              .report(
                  d ->
                      d.diagnostic(
                              Code.NUMBER_ROUNDED,
                              intervalPlace(d),
                              "VRRP version 2 has whole seconds only; "
                                  + wholeSeconds(d).toSeconds()
                                  + " is used",
                              "VRRPv2 advertisement interval must be an integer. rounding")
                          .fix("write whole seconds, or use version 3"))
              .then(
                  d ->
                      d.advertInterval =
                          Duration.ofSeconds(Math.min(wholeSeconds(d).toSeconds(), 255))),
          when(d -> !version2(d) && d.advertInterval.compareTo(V3_INTERVAL_MAX) > 0)
              .report(
                  d ->
                      d.diagnostic(
                          Code.ADJUSTED,
                          intervalPlace(d),
                          "VRRP version 3 has intervals up to 40.95 s; that is used",
                          "VRRPv3 advertisement interval is out of range - resetting"))
              .then(d -> d.advertInterval = V3_INTERVAL_MAX),
          when(d -> !version2(d) && !d.advertInterval.equals(Duration.ofMillis(centis(d) * 10)))
              .report(
                  d ->
                      d.diagnostic(
                          Code.NUMBER_ROUNDED,
                          intervalPlace(d),
                          "VRRP version 3 has steps of 10 ms; " + centis(d) / 100.0 + " s is used",
                          "VRRPv3 advertisement interval must be in units of 10ms, rounding"))
              .then(d -> d.advertInterval = Duration.ofMillis(centis(d) * 10)));

  /// An advert is one packet, and its count of addresses is one byte. The instance still owns the
  /// addresses that do not fit, but does not advertise them.
  static final Rule<InstanceDraft> PACKET_SIZE =
      when((InstanceDraft d) -> d.addresses.size() > ALWAYS_FITS && d.addresses.size() > most(d))
          .report(AdvertRules::tooManyAddresses)
          .then(
              d -> {
                var excess = d.addresses.subList(most(d), d.addresses.size());
                d.excluded.addAll(0, excess);
                excess.clear();
              });

  private AdvertRules() {}

  private static boolean addressRequired(InstanceDraft d) {
    return d.effectiveVersion() == 3 || d.strict();
  }

  /// Whether to report that the instance has no address. If an address was refused, that report is
  /// enough, unless version 3 or `vrrp_strict` requires an address.
  private static boolean lacksAddress(InstanceDraft d) {
    return d.addresses.isEmpty() && !d.noAddresses && (!d.addressRefused || addressRequired(d));
  }

  private static Diagnostic noAddress(InstanceDraft d) {
    boolean required = addressRequired(d);
    var diagnostic =
        d.diagnostic(
                Code.NO_ADDRESS,
                d.place,
                "instance '" + d.name + "' has no virtual address to advertise",
                "No VIP specified; at least one is " + (required ? "required" : "sensible"))
            .fix("add a virtual_ipaddress block, or no_virtual_ipaddress if that is intended");
    return required ? diagnostic.severity(Severity.FATAL) : diagnostic;
  }

  private static boolean version2(InstanceDraft d) {
    return d.effectiveVersion() == 2;
  }

  private static Place intervalPlace(InstanceDraft d) {
    return d.advertPlace.orElse(d.place);
  }

  private static Duration wholeSeconds(InstanceDraft d) {
    return Duration.ofSeconds(Math.max(1, (d.advertInterval.toMillis() + 500) / 1000));
  }

  /// The advert interval in hundredths of a second, rounded.
  private static long centis(InstanceDraft d) {
    return (d.advertInterval.toNanos() + 5_000_000) / 10_000_000;
  }

  /// How many addresses fit into one advert.
  private static int most(InstanceDraft d) {
    int mtu = d.networkInterface.map(i -> i.mtu().getAsInt()).orElse(NetworkInterface.USUAL_MTU);
    boolean ipv6 = d.effectiveFamily() == Family.IPV6;
    int room = mtu - ETHERNET_HEADER - (ipv6 ? 40 : 20) - ADVERT_HEADER;
    if (d.effectiveVersion() == 2) {
      room -= PASSWORD;
      room -= d.authType.filter("AH"::equals).isPresent() ? AUTH_HEADER : 0;
    }
    room -= d.hmac.isPresent() ? HMAC_TRAILER : 0;
    return Math.min(ADDRESSES_MAX, room / (ipv6 ? 16 : 4));
  }

  private static Diagnostic tooManyAddresses(InstanceDraft d) {
    int count = d.addresses.size();
    return d.diagnostic(
            Code.ADJUSTED,
            d.place,
            "an advert of '%s' has room for %d addresses, not for %d; the others are treated as excluded ones"
                .formatted(d.name, most(d), count),
            "Number of VIPs (%d) exceeds maximum/space available in packet (max %d addresses) - excess moved to eVIPs"
                .formatted(count, most(d)))
        .fix("put them into virtual_ipaddress_excluded, on all routers alike");
  }
}
