package keepalived.core.config.field;

import static keepalived.core.config.field.Meaning.ELECTION;
import static keepalived.core.config.field.Meaning.EVERY_NODE;
import static keepalived.core.config.field.Meaning.KEPT;
import static keepalived.core.config.field.Meaning.PAIR;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.VrrpInstance.InstanceNotify;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.VrrpInstance.Version;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.script.Script;
import keepalived.core.net.IpAddress;

/// The fields of a `vrrp_instance`.
public final class InstanceFields {

  public static final List<Field<VrrpInstance>> ALL =
      Stream.of(
              identity(),
              election(),
              transport(),
              authentication(),
              adverts(),
              announcements(),
              items(),
              TrackFields.in(VrrpInstance::tracking),
              VirtualMacFields.ALL,
              kernel(),
              notices())
          .flatMap(List::stream)
          .toList();

  private InstanceFields() {}

  private static List<Field<VrrpInstance>> identity() {
    return List.of(
        Field.of("name", VrrpInstance::name),
        Field.of("virtual_router_id", VrrpInstance::vrid).alike(),
        Field.of("version", VrrpInstance::version, (Version v) -> "" + v.number()).alike(),
        Field.of("family", VrrpInstance::family).alike(),
        Field.of("interface", VrrpInstance::interfaceName));
  }

  private static List<Field<VrrpInstance>> election() {
    return List.of(
        Field.<VrrpInstance>of(
                "state", i -> List.of(i.election().wantsMaster(), i.election().explicitBackup()))
            .words(i -> List.of(state(i.election()))),
        Field.<VrrpInstance>of("priority", i -> i.election().priority()).meaning(ELECTION),
        Field.<VrrpInstance>of("advert_int", i -> i.election().advertInterval())
            .alike()
            .meaning((before, after) -> comparesIntervals(before, after) ? PAIR : KEPT),
        Field.<VrrpInstance>of("nopreempt", i -> !i.election().preempt()).meaning(ELECTION),
        Field.of("preempt_delay", i -> i.election().preemptDelay()),
        Field.of("down_timer_adverts", i -> i.election().downTimerAdverts()),
        Field.of("timer_expired_backup", i -> i.election().timerExpiredBackup()),
        Field.of("owner_ignore_adverts", i -> i.election().ownerIgnoresAdverts()),
        Field.of("strict_mode", i -> i.election().strict()));
  }

  private static String state(VrrpInstance.Election election) {
    return election.wantsMaster() ? "MASTER" : election.explicitBackup() ? "BACKUP" : "none";
  }

  /// Whether the intervals must be equal: in version 3 a backup uses the interval of the master.
  private static boolean comparesIntervals(VrrpInstance before, VrrpInstance after) {
    return before.version() == Version.V2 || after.version() == Version.V2;
  }

  private static List<Field<VrrpInstance>> transport() {
    return List.of(
        Field.of("mcast_src_ip", i -> multicast(i).flatMap(Transport::source)),
        Field.<Transport.Multicast>of("mcast_dst_ip", Transport.Multicast::group)
            .alike()
            .inOptional(InstanceFields::multicast),
        Field.<VrrpInstance>of("unicast_src_ip", i -> unicast(i).flatMap(Transport::source))
            .meaning(PAIR),
        Field.list("unicast_peer", InstanceFields::peers, InstanceFields::peer).meaning(PAIR),
        Field.of("unicast_ttl", Transport.Unicast::ttl).inOptional(InstanceFields::unicast),
        Field.of(
            "check_unicast_src", i -> unicast(i).map(Transport.Unicast::checkSource).orElse(false)),
        Field.of(
            "unicast_fault_no_peer",
            i -> unicast(i).map(Transport.Unicast::faultWithoutPeer).orElse(false)));
  }

  private static Optional<Transport.Multicast> multicast(VrrpInstance instance) {
    return instance.transport() instanceof Transport.Multicast m
        ? Optional.of(m)
        : Optional.empty();
  }

  private static Optional<Transport.Unicast> unicast(VrrpInstance instance) {
    return instance.transport() instanceof Transport.Unicast u ? Optional.of(u) : Optional.empty();
  }

  private static List<Transport.Peer> peers(VrrpInstance instance) {
    return unicast(instance).map(Transport.Unicast::peers).orElse(List.of());
  }

  private static String peer(Transport.Peer peer) {
    return peer.address()
        + (peer.minTtl() == 0 ? "" : " min_ttl " + peer.minTtl())
        + (peer.maxTtl() == 255 ? "" : " max_ttl " + peer.maxTtl());
  }

  private static List<Field<VrrpInstance>> authentication() {
    return List.of(
        Field.<VrrpInstance>of("auth_type", i -> type(i.authentication())).alike(),
        Field.<VrrpInstance>secret("auth_pass", i -> password(i.authentication())).alike(),
        Field.of("auth_hmac key", Authentication.Hmac::keys, InstanceFields::keys)
            .alike()
            .inOptional(InstanceFields::hmac),
        Field.of("active_key", Authentication.Hmac::activeKey).inOptional(InstanceFields::hmac),
        Field.of("time_window", Authentication.Hmac::timeWindow).inOptional(InstanceFields::hmac),
        Field.of("anti_replay", Authentication.Hmac::antiReplay)
            .alike()
            .inOptional(InstanceFields::hmac),
        Field.of("mode", Authentication.Hmac::mode, InstanceFields::mode)
            .alike()
            .inOptional(InstanceFields::hmac));
  }

  private static String type(Authentication authentication) {
    return switch (authentication) {
      case Authentication.None _ -> "none";
      case Authentication.Password _ -> "PASS";
      case Authentication.AuthHeader _ -> "AH";
      case Authentication.Hmac _ -> "auth_hmac";
    };
  }

  private static Optional<String> password(Authentication authentication) {
    return switch (authentication) {
      case Authentication.None _, Authentication.Hmac _ -> Optional.empty();
      case Authentication.Password(var password) -> Optional.of(password);
      case Authentication.AuthHeader(var password) -> Optional.of(password);
    };
  }

  private static Optional<Authentication.Hmac> hmac(VrrpInstance instance) {
    return instance.authentication() instanceof Authentication.Hmac h
        ? Optional.of(h)
        : Optional.empty();
  }

  /// The keys, printed as asterisks.
  private static String keys(Map<Integer, Authentication.Secret> keys) {
    return String.join(
        ", ", keys.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  private static String mode(Authentication.Mode mode) {
    return Words.text(mode).replace('_', '-');
  }

  private static List<Field<VrrpInstance>> adverts() {
    return List.of(
        Field.of("lower_prio_no_advert", i -> i.advertOptions().lowerPriorityNoAdvert()),
        Field.of("higher_prio_send_advert", i -> i.advertOptions().higherPrioritySendAdvert()),
        Field.of("skip_check_adv_addr", i -> i.advertOptions().skipCheckAddresses()),
        Field.<VrrpInstance>of("v3_checksum_as_v2", i -> form(i) == ChecksumForm.AS_V2)
            .meaning(PAIR),
        Field.of(
                "old_unicast_checksum",
                (VrrpInstance i) -> form(i) == ChecksumForm.AS_V2 ? ChecksumForm.STANDARD : form(i),
                InstanceFields::oldForm)
            .meaning(PAIR));
  }

  private static ChecksumForm form(VrrpInstance instance) {
    return instance.advertOptions().checksum();
  }

  private static String oldForm(ChecksumForm form) {
    return switch (form) {
      case STANDARD, AS_V2 -> "off";
      case OLD_UNICAST -> "on";
      case NEVER_OLD -> "never";
    };
  }

  private static List<Field<VrrpInstance>> announcements() {
    return List.of(
        Field.of("garp_master_delay", i -> i.announcements().delay()),
        Field.of("garp_master_repeat", i -> i.announcements().repeat()),
        Field.of("garp_master_refresh", i -> i.announcements().refresh()),
        Field.of("garp_master_refresh_repeat", i -> i.announcements().refreshRepeat()),
        Field.<VrrpInstance>of("garp_lower_prio_delay", i -> i.announcements().lowerPriorityDelay())
            .follows("garp_master_delay"),
        Field.<VrrpInstance>of(
                "garp_lower_prio_repeat", i -> i.announcements().lowerPriorityRepeat())
            .follows("garp_master_repeat"),
        Field.of("garp_extra_if", i -> extraInterface(i.announcements())));
  }

  private static String extraInterface(VrrpInstance.Announcements announcements) {
    return (announcements.extraInterfaceAll() ? "all " : "")
        + Words.seconds(announcements.extraInterface());
  }

  private static List<Field<VrrpInstance>> items() {
    return List.of(
        Field.list("virtual_ipaddress", VrrpInstance::addresses, ItemWords::address)
            .alike(InstanceFields::advertised)
            .meaning(InstanceFields::ofAddresses),
        Field.list("virtual_ipaddress_excluded", VrrpInstance::excluded, ItemWords::address),
        Field.list("virtual_routes", VrrpInstance::routes, RouteWords::text),
        Field.list("virtual_rules", VrrpInstance::rules, RuleWords::text));
  }

  /// The addresses in adverts; their order does not matter.
  private static List<String> advertised(VrrpInstance instance) {
    return instance.addresses().stream()
        .map(VirtualAddress::prefix)
        .map(prefix -> prefix.address())
        .map(IpAddress::toString)
        .sorted()
        .toList();
  }

  private static Meaning ofAddresses(VrrpInstance before, VrrpInstance after) {
    if (advertised(before).equals(advertised(after))) {
      return KEPT;
    }
    return before.election().strict() || after.election().strict() ? PAIR : EVERY_NODE;
  }

  private static List<Field<VrrpInstance>> kernel() {
    return List.of(
        Field.of("no_accept", i -> !i.kernel().accept()),
        Field.of("promote_secondaries", i -> i.kernel().promoteSecondaries()),
        Field.of("dont_track_primary", i -> !i.kernel().trackPrimary()),
        Field.of("track_src_ip", i -> i.kernel().trackSourceAddress()),
        Field.of("kernel_rx_buf_size", i -> i.kernel().receiveBuffer()),
        Field.of("vrf", i -> i.kernel().vrf()),
        Field.of("lvs_sync_daemon_interface", i -> i.kernel().lvsSyncInterface()));
  }

  private static List<Field<VrrpInstance>> notices() {
    var own =
        List.<Field<VrrpInstance>>of(
            Field.of("notify_master_rx_lower_pri", i -> i.notices().masterReceivedLowerPriority()),
            Field.of("notify_deleted", i -> Deleted.of(i.notices()), Deleted::words),
            Field.of("smtp_alert", i -> i.notices().mail()),
            Field.of("notify_priority_changes", i -> i.notices().priorityChanges()));
    return Stream.concat(
            TrackFields.scripts((VrrpInstance i) -> i.notices().scripts()).stream(), own.stream())
        .toList();
  }

  private record Deleted(boolean reported, Optional<Script> script) implements Field.Command {

    static Deleted of(InstanceNotify notices) {
      return new Deleted(notices.deleted(), notices.deletedScript());
    }

    @Override
    public String program() {
      return script.flatMap(Words::program).orElse(Words.text(reported));
    }

    String words() {
      return script.map(Words::text).orElse(Words.text(reported));
    }
  }
}
