package keepalived.conf.vrrp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.conf.vrrp.draft.GroupDraft;
import keepalived.conf.vrrp.draft.InstanceDraft;
import keepalived.conf.vrrp.draft.NotifyKeywords;
import keepalived.conf.vrrp.draft.VrrpDraft;
import keepalived.core.config.GlobalSettings.LvsSyncDaemon;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.VrrpInstance.Version;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.track.TrackScript;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// Builds the VRRP records from their drafts and sets every default.
public final class VrrpBuilder {

  private static final int AUTH_LENGTH = 8;

  private VrrpBuilder() {}

  /// The records of all instances, groups and trackers. Instances that the original would not start
  /// with are left out.
  public static VrrpConfig build(VrrpDraft vrrp) {
    Map<String, VrrpInstance> instances = new LinkedHashMap<>();
    var followed = new FollowedInterfaces(vrrp);
    for (var d : vrrp.instances.values()) {
      if (!d.unusable) {
        instances.put(d.name, instance(d, followed));
      }
    }
    Map<String, SyncGroup> groups = new LinkedHashMap<>();
    for (var d : vrrp.groups.values()) {
      var members = d.members.keySet().stream().filter(instances::containsKey).toList();
      if (!members.isEmpty()) {
        groups.put(d.name, group(d, members));
      }
    }
    Map<String, TrackScript> scripts = new LinkedHashMap<>();
    vrrp.trackers.scripts.forEach((name, d) -> scripts.put(name, d.build()));
    Map<String, List<String>> trackGroups = new LinkedHashMap<>();
    vrrp.trackGroups.forEach(
        (name, g) ->
            trackGroups.put(name, g.members().stream().filter(instances::containsKey).toList()));
    return new VrrpConfig(
        instances,
        groups,
        scripts,
        vrrp.trackers.processes,
        new VrrpConfig.StaticItems(
            withInterface(vrrp.addresses, Optional.of(vrrp.globals.defaultInterface)),
            vrrp.routes,
            vrrp.rules),
        trackGroups,
        vrrp.delays,
        vrrp.garpGroups,
        vrrp.linkbeat,
        vrrp.linkbeatAll);
  }

  /// The sync daemon that the first instance with `lvs_sync_daemon_interface` configures;
  /// configurations had this keyword before `lvs_sync_daemon`. The id of the daemon is 0, not the
  /// VRID, because daemons with different ids ignore each other.
  public static Optional<LvsSyncDaemon> syncDaemon(VrrpDraft vrrp) {
    return vrrp.instances.values().stream()
        .filter(d -> !d.unusable && d.options.syncDaemonInterface.isPresent())
        .findFirst()
        .map(
            d ->
                new LvsSyncDaemon(
                    d.options.syncDaemonInterface.get(),
                    Optional.of(d.name),
                    OptionalInt.of(0),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty()));
  }

  private static SyncGroup group(GroupDraft d, List<String> members) {
    var globals = d.vrrp.globals;
    return new SyncGroup(
        d.name,
        members,
        d.tracks.build(),
        d.trackingWeight,
        NotifyKeywords.build(d.notify),
        d.mail.orElseGet(globals::mailVrrp),
        d.priorityChanges.orElse(globals.notifyPriorityChanges));
  }

  private static VrrpInstance instance(InstanceDraft d, FollowedInterfaces followed) {
    var globals = d.vrrp.globals;
    // The name of a virtual link is not known until the link is made.
    Optional<String> carrier = d.vmac.build(d).isPresent() ? Optional.empty() : d.interfaceName;
    var version = d.effectiveVersion() == 3 ? Version.V3 : Version.V2;
    return new VrrpInstance(
        d.name,
        d.vrid.orElseThrow(),
        version,
        d.effectiveFamily(),
        d.interfaceName,
        election(d),
        transport(d),
        authentication(d),
        new VrrpInstance.AdvertOptions(
            d.options.lowerPriorityNoAdvert.orElse(globals.lowerPriorityNoAdvert),
            d.options.higherPrioritySendAdvert.orElse(globals.higherPrioritySendAdvert),
            d.options.skipCheckAddresses.orElse(globals.skipCheckAddresses),
            checksum(d)),
        announcements(d),
        withInterface(d.addresses, carrier),
        withInterface(d.excluded, carrier),
        d.routes,
        d.rules,
        followed.added(d.name, d.tracks.build()),
        d.vmac.build(d),
        kernel(d),
        notices(d));
  }

  private static VrrpInstance.Election election(InstanceDraft d) {
    var globals = d.vrrp.globals;
    int priority = d.effectivePriority();
    return new VrrpInstance.Election(
        priority,
        d.wantsMaster.orElse(priority == 255),
        d.wantsMaster.filter(m -> !m).isPresent(),
        d.advertInterval,
        d.nopreempt.isEmpty(),
        d.preemptDelay,
        d.options.downTimerAdverts.orElse(globals.downTimerAdverts),
        d.options.timerExpiredBackup,
        d.options.ownerIgnoresAdverts.orElse(globals.ownerIgnoresAdverts),
        d.strict());
  }

  private static Transport transport(InstanceDraft d) {
    var globals = d.vrrp.globals;
    if (!d.peers.isEmpty() || d.faultWithoutPeer && d.unicast.isPresent()) {
      return new Transport.Unicast(
          d.source,
          d.peers,
          d.unicastTtl.orElse(255),
          d.checkSource.orElse(globals.checkUnicastSource),
          d.faultWithoutPeer);
    }
    IpAddress standard = d.effectiveFamily() == Family.IPV4 ? globals.group4 : globals.group6;
    return new Transport.Multicast(d.source, d.group.orElse(standard));
  }

  private static Authentication authentication(InstanceDraft d) {
    if (d.hmac.isPresent()) {
      return d.hmac.get();
    }
    if (d.authType.isEmpty() || d.authPass.isEmpty()) {
      return new Authentication.None();
    }
    String password = cut(d.authPass.get());
    return d.authType.get().equals("AH")
        ? new Authentication.AuthHeader(password)
        : new Authentication.Password(password);
  }

  /// Cuts a password to at most 8 bytes of UTF-8 without splitting a character.
  private static String cut(String password) {
    String text = password;
    while (text.getBytes(StandardCharsets.UTF_8).length > AUTH_LENGTH) {
      text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
    return text;
  }

  private static ChecksumForm checksum(InstanceDraft d) {
    boolean asV2 = d.options.checksumAsV2.orElse(d.vrrp.globals.v3ChecksumAsV2);
    return asV2 ? ChecksumForm.AS_V2 : d.options.checksum.orElse(ChecksumForm.STANDARD);
  }

  private static VrrpInstance.Announcements announcements(InstanceDraft d) {
    var globals = d.vrrp.globals;
    var garp = d.garp.or(globals.garp);
    // The defaults after an advert of lower priority come from the globals, not from the values of
    // the instance.
    var delay = globals.garp.delay.orElse(globals.minGarp ? Duration.ZERO : Duration.ofSeconds(5));
    int repeat = globals.garp.repeat.orElse(globals.minGarp ? 1 : 5);
    return new VrrpInstance.Announcements(
        garp.delay.orElse(delay),
        garp.repeat.orElse(repeat),
        garp.refresh.orElse(Duration.ZERO),
        garp.refreshRepeat.orElse(1),
        garp.lowerDelay.orElse(delay),
        garp.lowerRepeat.orElse(repeat),
        garp.extraInterface.orElse(Duration.ZERO),
        garp.extraInterfaceAll);
  }

  private static List<VirtualAddress> withInterface(
      List<VirtualAddress> addresses, Optional<String> standard) {
    var result = new ArrayList<VirtualAddress>(addresses.size());
    for (var a : addresses) {
      result.add(
          a.interfaceName().isPresent()
              ? a
              : new VirtualAddress(
                  a.prefix(),
                  standard,
                  a.scope(),
                  a.broadcast(),
                  a.label(),
                  a.peer(),
                  a.flags(),
                  a.preferredLifetime(),
                  a.tracked(),
                  a.virtualMac(),
                  a.trackGroup()));
    }
    return result;
  }

  private static VrrpInstance.KernelOptions kernel(InstanceDraft d) {
    boolean owner = d.effectivePriority() == 255;
    return new VrrpInstance.KernelOptions(
        d.options.accept.orElse(!d.strict() || owner),
        d.options.promotePlace.isPresent(),
        d.trackPrimary,
        d.trackSource,
        d.options.receiveBuffer,
        d.vrf,
        d.options.syncDaemonInterface);
  }

  private static VrrpInstance.InstanceNotify notices(InstanceDraft d) {
    var globals = d.vrrp.globals;
    return new VrrpInstance.InstanceNotify(
        NotifyKeywords.build(d.notify),
        Optional.ofNullable(d.notify.get("notify_master_rx_lower_pri")),
        d.notifyDeleted,
        Optional.ofNullable(d.notify.get("notify_deleted")),
        d.mail.orElseGet(globals::mailVrrp),
        d.priorityChanges
            .or(() -> group(d).flatMap(g -> g.priorityChanges))
            .orElse(globals.notifyPriorityChanges));
  }

  private static Optional<GroupDraft> group(InstanceDraft d) {
    return d.vrrp.groups.values().stream().filter(g -> g.members.containsKey(d.name)).findFirst();
  }
}
