package keepalived.conf.global;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.core.config.GlobalSettings.RxBuffers;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// The VRRP keywords of `global_defs`, including the defaults of instances.
final class VrrpGlobalKeywords {

  private static final long UINT = 0xFFFF_FFFFL;
  private static final String DELAY_MAX = "4294.967295";

  private VrrpGlobalKeywords() {}

  static void add(Keywords<GlobalDraft> table) {
    interfaces(table);
    defaults(table);
    buffers(table);
    firewall(table);
  }

  private static void interfaces(Keywords<GlobalDraft> table) {
    table
        .custom("dynamic_interfaces", VrrpGlobalKeywords::dynamicInterfaces)
        .text("default_interface", Missing.COMPLAINT, (d, v) -> d.defaultInterface = v)
        .flag("disable_local_igmp", d -> d.engine.disableLocalIgmp = true)
        .custom("vrrp_mcast_group4", group(Family.IPV4, (d, a) -> d.group4 = a))
        .custom("vrrp_mcast_group6", group(Family.IPV6, (d, a) -> d.group6 = a))
        .seconds("vrrp_startup_delay", "0.001", DELAY_MAX, (d, v) -> d.engine.startupDelay = v)
        .seconds("vrrp_delay_after_boot", "0.001", DELAY_MAX, (d, v) -> d.engine.delayAfterBoot = v)
        .flag("log_unknown_vrids", d -> d.engine.logUnknownVrids = true)
        .text("vmac_prefix", (d, v) -> d.vmacPrefix = v)
        .once()
        .text("vmac_addr_prefix", (d, v) -> d.vmacAddressPrefix = Optional.of(v))
        .unsupported("addresses on other interfaces get no virtual MAC address")
        .once();
  }

  private static void dynamicInterfaces(GlobalDraft draft, Args args) {
    draft.dynamicInterfaces = true;
    var word = args.word();
    if (word.isPresent() && word.get().text().equals("allow_if_changes")) {
      draft.engine.allowInterfaceChanges = true;
    } else if (word.isPresent()) {
      args.report(Code.WORD_INVALID, word.get(), "'" + word.get() + "' is not allow_if_changes");
    }
  }

  private static Action<GlobalDraft> group(
      Family family, BiConsumer<GlobalDraft, IpAddress> setter) {
    return (draft, args) -> {
      var word = args.required();
      var address = word.flatMap(args::hostAddress);
      if (address.isEmpty()) {
        return;
      }
      if (address.get().family() != family) {
        args.report(Code.ADDRESS_INVALID, word.get(), word.get() + " is not " + family);
      } else if (!address.get().isMulticast()) {
        args.report(Code.ADDRESS_INVALID, word.get(), word.get() + " is not a multicast address");
      } else {
        setter.accept(draft, address.get());
      }
    };
  }

  private static void defaults(Keywords<GlobalDraft> table) {
    GarpKeywords.add(table, "vrrp_", d -> d.garp);
    table
        .integer("vrrp_down_timer_adverts", 1, 100, (d, v) -> d.downTimerAdverts = (int) v)
        .seconds("vrrp_garp_interval", "0.000001", DELAY_MAX, (d, v) -> d.engine.garpInterval = v)
        .seconds("vrrp_gna_interval", "0.000001", DELAY_MAX, (d, v) -> d.engine.gnaInterval = v)
        .bool("vrrp_min_garp", (d, v) -> d.minGarp = v)
        .bool("vrrp_lower_prio_no_advert", (d, v) -> d.lowerPriorityNoAdvert = v)
        .bool("vrrp_higher_prio_send_advert", (d, v) -> d.higherPrioritySendAdvert = v)
        .integer("vrrp_version", 2, 3, (d, v) -> d.version = (int) v)
        .flag("v3_checksum_as_v2", d -> d.v3ChecksumAsV2 = true)
        .flag("vrrp_check_unicast_src", d -> d.checkUnicastSource = true)
        .looseBool("vrrp_skip_check_adv_addr", (d, v) -> d.skipCheckAddresses = v)
        .looseBool("vrrp_strict", (d, v) -> d.strict = v)
        .bool("vrrp_owner_ignore_adverts", (d, v) -> d.ownerIgnoresAdverts = v)
        .bool("vrrp_notify_priority_changes", (d, v) -> d.notifyPriorityChanges = v);
  }

  private static void buffers(Keywords<GlobalDraft> table) {
    table
        .integer(
            "vrrp_netlink_cmd_rcv_bufs",
            Missing.COMPLAINT,
            0,
            UINT,
            (d, v) -> d.engine.commandBuffer = size(v))
        .unsupported("only the buffer of the monitor can be set")
        .bool("vrrp_netlink_cmd_rcv_bufs_force", (d, v) -> {})
        .ignored("the limit is passed whenever we may")
        .integer(
            "vrrp_netlink_monitor_rcv_bufs",
            Missing.COMPLAINT,
            0,
            UINT,
            (d, v) -> d.engine.monitorBuffer = size(v))
        .bool("vrrp_netlink_monitor_rcv_bufs_force", (d, v) -> {})
        .ignored("the limit is passed whenever we may")
        .integer("lvs_netlink_cmd_rcv_bufs", Missing.COMPLAINT, 0, UINT, (d, v) -> {})
        .ignored("the checker part has no netlink dumps of that size")
        .bool("lvs_netlink_cmd_rcv_bufs_force", (d, v) -> {})
        .ignored("see lvs_netlink_cmd_rcv_bufs")
        .integer("lvs_netlink_monitor_rcv_bufs", Missing.COMPLAINT, 0, UINT, (d, v) -> {})
        .ignored("one monitor serves both parts")
        .bool("lvs_netlink_monitor_rcv_bufs_force", (d, v) -> {})
        .ignored("one monitor serves both parts")
        .integer(
            "process_monitor_rcv_bufs",
            Missing.COMPLAINT,
            0,
            UINT,
            (d, v) -> d.engine.processBuffer = size(v))
        .bool("process_monitor_rcv_bufs_force", (d, v) -> {})
        .ignored("the limit is passed whenever we may")
        .custom("vrrp_rx_bufs_policy", VrrpGlobalKeywords::bufferPolicy)
        .integer(
            "vrrp_rx_bufs_multiplier",
            Missing.COMPLAINT,
            1,
            UINT,
            (d, v) ->
                d.engine.rxBuffers =
                    new RxBuffers(
                        d.engine.rxBuffers.policy(), d.engine.rxBuffers.bytes(), size(v)));
  }

  private static int size(long bytes) {
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static void bufferPolicy(GlobalDraft draft, Args args) {
    var word = args.word(Missing.COMPLAINT);
    if (word.isEmpty()) {
      return;
    }
    int multiplier = draft.engine.rxBuffers.multiplier();
    switch (word.get().text().toUpperCase(Locale.ROOT)) {
      case "MTU" -> draft.engine.rxBuffers = new RxBuffers(RxBuffers.Policy.MTU, 0, multiplier);
      case "ADVERT" ->
          draft.engine.rxBuffers = new RxBuffers(RxBuffers.Policy.ADVERT, 0, multiplier);
      default ->
          args.integer(word.get(), 0, UINT)
              .ifPresent(
                  v ->
                      draft.engine.rxBuffers =
                          new RxBuffers(RxBuffers.Policy.BYTES, size(v), multiplier));
    }
  }

  private static void firewall(Keywords<GlobalDraft> table) {
    table
        .custom("vrrp_iptables", VrrpGlobalKeywords::iptables)
        .unsupported("no_accept uses nftables")
        .custom(
            "vrrp_ipsets",
            (d, args) -> {
              args.rest();
              args.report(Code.DEPRECATED, "ipsets are not used; nftables is");
            })
        .custom(
            "nftables",
            (d, args) ->
                d.engine.nftables =
                    Optional.of(args.word().map(w -> w.text()).orElse("keepalived")))
        .once()
        .integer(
            "nftables_priority",
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            (d, v) -> d.engine.nftablesPriority = (int) v)
        .flag("nftables_ifindex", d -> d.engine.nftablesByIndex = true)
        .unsupported("the rules name interfaces, not their numbers")
        .flag("nftables_counters", d -> d.engine.nftablesCounters = true)
        .unsupported("the rules have no counters");
  }

  private static void iptables(GlobalDraft draft, Args args) {
    args.rest();
    if (draft.engine.nftables.isEmpty()) {
      draft.engine.nftables = Optional.of("keepalived");
    }
    args.add(
        new Diagnostic(Code.DEPRECATED, args.place(), "iptables is not used; nftables is")
            .fix("write 'nftables' instead")
            .original(
                "iptables not supported, using nftables instead. Please replace 'vrrp_iptables and"
                    + " 'vrrp_ipsets' with 'nftables' config option"));
  }
}
