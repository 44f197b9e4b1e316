package keepalived.conf.vrrp.draft;

import java.util.Optional;
import java.util.OptionalInt;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.global.GarpKeywords;
import keepalived.conf.iproute.AddressReader;
import keepalived.conf.iproute.RouteReader;
import keepalived.conf.iproute.RuleReader;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Interfaces;
import keepalived.conf.schema.Keywords;
import keepalived.conf.text.Numbers;
import keepalived.conf.track.TrackLists;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.Family;

/// The keywords of `vrrp_instance`.
public final class InstanceKeywords {

  private static final long UINT = 0xFFFF_FFFFL;

  private InstanceKeywords() {}

  public static Keywords<InstanceDraft> table() {
    var table = Keywords.<InstanceDraft>of("vrrp_instance");
    identity(table);
    lists(table);
    TrackLists.add(table, d -> d.tracks);
    election(table);
    UnicastKeywords.add(table);
    vmac(table);
    options(table);
    NotifyKeywords.add(table, d -> d.notify, d -> d.vrrp);
    notices(table);
    GarpKeywords.add(table, "", d -> d.garp);
    return table;
  }

  public static Optional<InstanceDraft> open(VrrpDraft vrrp, Args args) {
    if (args.remaining() != 1) {
      args.rest();
      args.report(Code.NAME_MISSING, "'vrrp_instance' needs exactly one name");
      return Optional.empty();
    }
    var word = args.word().orElseThrow();
    var other = vrrp.instances.get(word.text());
    if (other != null) {
      args.add(
          new Diagnostic(
                  Code.NAME_TAKEN,
                  args.place(word),
                  "a vrrp_instance '" + word + "' is already defined in line " + other.place.line())
              .because("this one is ignored")
              .original("vrrp instance " + word + " already defined"));
      return Optional.empty();
    }
    return Optional.of(new InstanceDraft(vrrp, word.text(), args.place()));
  }

  public static void close(VrrpDraft vrrp, InstanceDraft draft, Args args) {
    vrrp.instances.putIfAbsent(draft.name, draft);
  }

  private static void identity(Keywords<InstanceDraft> table) {
    table
        .custom("state", InstanceKeywords::state)
        .custom("interface", InstanceKeywords::networkInterface)
        .custom("virtual_router_id", InstanceKeywords::vrid)
        .custom("priority", InstanceKeywords::priority)
        .custom("advert_int", InstanceKeywords::advertInterval)
        .custom("version", InstanceKeywords::version)
        .flag("native_ipv6", d -> d.nativeIpv6 = true);
  }

  private static void state(InstanceDraft d, Args args) {
    var word = args.required();
    switch (word.map(Word::text).orElse("BACKUP")) {
      case "MASTER" -> d.wantsMaster = Optional.of(true);
      case "BACKUP" -> backup(d, args);
      default ->
          args.add(
              new Diagnostic(
                      Code.WORD_INVALID,
                      args.place(word.orElseThrow()),
                      "'" + word.get() + "' is not a state; BACKUP is used")
                  .fix("write MASTER or BACKUP")
                  .original(
                      "(%s) unknown state '%s', defaulting to BACKUP"
                          .formatted(d.name, word.get())));
    }
  }

  private static void backup(InstanceDraft d, Args args) {
    if (d.wantsMaster.equals(Optional.of(true))) {
      args.add(
          new Diagnostic(
                  Code.ALREADY_SET, args.place(), "'state' is already MASTER; BACKUP is ignored")
              .fix("keep one of the two lines")
              .original("(" + d.name + ") state previously set as MASTER - ignoring BACKUP"));
    } else {
      d.wantsMaster = Optional.of(false);
    }
  }

  private static void version(InstanceDraft d, Args args) {
    int before = d.version.orElse(0);
    args.required()
        .flatMap(w -> args.integer(w, 2, 3))
        .ifPresent(
            v -> {
              if (before != 0 && before != v) {
                args.add(
                    new Diagnostic(
                            Code.CONFLICT,
                            args.place(),
                            "'version' is already " + before + "; this is ignored")
                        .fix("keep one of the two lines")
                        .original(
                            "(%s) vrrp_version %d conflicts with configured or deduced version %d; ignoring."
                                .formatted(d.name, v, before)));
              } else {
                d.version = OptionalInt.of(v.intValue());
              }
            });
  }

  private static void networkInterface(InstanceDraft d, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    d.interfacePlace = args.place(word.get());
    d.networkInterface =
        Interfaces.find(
            args, word.get(), d.vrrp.globals.dynamicInterfaces, " for '" + d.name + "'");
    if (d.networkInterface.filter(i -> i.loopback()).isPresent()) {
      args.add(
          new Diagnostic(
                  Code.INTERFACE_UNSUITABLE,
                  d.interfacePlace,
                  "VRRP cannot run on the loopback interface")
              .original(
                  "(%s) cannot use a loopback interface (%s) for vrrp - ignoring"
                      .formatted(d.name, word.get())));
      return;
    }
    d.interfaceName = Optional.of(word.get().text());
  }

  private static void vrid(InstanceDraft d, Args args) {
    var word = args.required();
    word.ifPresent(w -> d.vridPlace = args.place(w));
    var number = word.flatMap(w -> Numbers.whole(w.text())).filter(n -> n < 1 || n > 255);
    if (number.isPresent()) {
      args.add(
          new Diagnostic(
                  Code.NUMBER_OUT_OF_RANGE,
                  d.vridPlace,
                  "'virtual_router_id' is " + word.get() + ", which is not between 1 and 255")
              .because("there is no default: without one the instance cannot run")
              .fix("write the number that the other nodes of this instance have, 1 to 255")
              .original(
                  "(%s): VRID '%s' not valid - must be between 1 & 255"
                      .formatted(d.name, word.get())));
      return;
    }
    word.flatMap(w -> args.integer(w, 1, 255))
        .ifPresent(v -> d.vrid = OptionalInt.of(v.intValue()));
  }

  private static void priority(InstanceDraft d, Args args) {
    args.required()
        .ifPresent(
            w ->
                d.priority =
                    OptionalInt.of(args.integer(w, 1, 255).map(Long::intValue).orElse(100)));
  }

  private static void advertInterval(InstanceDraft d, Args args) {
    var word = args.required();
    word.flatMap(w -> args.seconds(w, "0.01", "255", Keywords.MICROSECOND))
        .ifPresent(
            v -> {
              d.advertInterval = v;
              d.advertPlace = word.map(args::place);
            });
  }

  private static void lists(Keywords<InstanceDraft> table) {
    table
        .entries("virtual_ipaddress", (d, args) -> address(d, args, false))
        .entries("virtual_ipaddress_excluded", (d, args) -> address(d, args, true))
        .flag("no_virtual_ipaddress", d -> d.noAddresses = true)
        .entries(
            "virtual_routes",
            (d, args) -> RouteReader.read(d.vrrp.entries(false), args).ifPresent(d.routes::add))
        .entries(
            "virtual_rules",
            (d, args) -> RuleReader.read(d.vrrp.entries(false), args).ifPresent(d.rules::add))
        .block("authentication", AuthKeywords.TABLE, (d, args) -> Optional.of(d))
        .block(
            "auth_hmac",
            HmacDraft.KEYWORDS,
            (d, args) -> Optional.of(new HmacDraft()),
            HmacDraft::close);
  }

  private static void address(InstanceDraft d, Args args, boolean excluded) {
    var address = AddressReader.read(d.vrrp.entries(false), args);
    if (address.isEmpty()) {
      d.addressRefused = true;
      return;
    }
    var list = excluded ? d.excluded : d.addresses;
    if (!excluded && !fits(d, address.get(), args)) {
      return;
    }
    boolean known = !d.known.add(InstanceDraft.Known.of(address.get()));
    boolean moved = known && !excluded && d.excluded.removeIf(a -> same(a, address.get()));
    if (known) {
      args.add(
          new Diagnostic(Code.REPEATED, args.place(), "this address is already in the instance")
              .original("(" + d.name + ") ignoring duplicate VIP " + address.get().prefix()));
    }
    if (moved || !known) {
      list.add(address.get());
    }
  }

  private static boolean same(VirtualAddress a, VirtualAddress b) {
    return a.prefix().equals(b.prefix()) && a.interfaceName().equals(b.interfaceName());
  }

  private static boolean fits(InstanceDraft d, VirtualAddress address, Args args) {
    Family family = address.prefix().family();
    if (d.family.isEmpty()) {
      d.family = Optional.of(family);
    }
    if (d.family.get() == family) {
      return true;
    }
    args.add(
        new Diagnostic(
                Code.DROPPED,
                args.place(),
                "this address is "
                    + family
                    + ", the first one of the instance is "
                    + d.family.get())
            .because("one instance advertises one family; this address is skipped")
            .fix("move it to virtual_ipaddress_excluded, or to an instance of its own")
            .original("(" + d.name + ") address family must match VRRP instance - ignoring"));
    return false;
  }

  private static void election(Keywords<InstanceDraft> table) {
    table
        .flag("preempt", d -> d.nopreempt = Optional.empty())
        .custom("nopreempt", (d, args) -> d.nopreempt = Optional.of(args.place()))
        .custom("preempt_delay", InstanceKeywords::preemptDelay)
        .integer(
            "down_timer_adverts",
            1,
            100,
            (d, v) -> d.options.downTimerAdverts = OptionalInt.of((int) v))
        .custom("timer_expired_backup", InstanceKeywords::timerExpired)
        .alias("thread_timer_expired", "timer_expired_backup")
        .bool("owner_ignore_adverts", (d, v) -> d.options.ownerIgnoresAdverts = Optional.of(v))
        .bool("lower_prio_no_advert", (d, v) -> d.options.lowerPriorityNoAdvert = Optional.of(v))
        .bool(
            "higher_prio_send_advert",
            (d, v) -> d.options.higherPrioritySendAdvert = Optional.of(v))
        .flag("dont_track_primary", d -> d.trackPrimary = false)
        .flag("track_src_ip", d -> d.trackSource = true);
  }

  private static void preemptDelay(InstanceDraft d, Args args) {
    args.required()
        .flatMap(w -> args.seconds(w, "0", "1000", Keywords.MICROSECOND))
        .ifPresent(
            v -> {
              d.preemptDelay = v;
              d.preemptDelayPlace = Optional.of(args.place());
            });
  }

  private static void timerExpired(InstanceDraft d, Args args) {
    var word = args.word();
    var value = word.isEmpty() ? Optional.of(254L) : args.integer(word.get(), 1, 254);
    value.ifPresent(v -> d.options.timerExpiredBackup = OptionalInt.of(v.intValue()));
  }

  private static void vmac(Keywords<InstanceDraft> table) {
    table
        .custom("use_vmac", (d, args) -> d.vmac.macvlan(args))
        .flag("use_vmac_addr", d -> d.vmac.addressesToo = true)
        .unsupported("addresses on other interfaces get no virtual MAC address")
        .custom("vmac_xmit_base", (d, args) -> d.vmac.transmitOnBase = Optional.of(args.place()))
        .custom("use_ipvlan", (d, args) -> d.vmac.ipvlan(args))
        .text("vrf", (d, v) -> d.vrf = Optional.of(v))
        .custom(
            "promote_secondaries", (d, args) -> d.options.promotePlace = Optional.of(args.place()));
  }

  private static void options(Keywords<InstanceDraft> table) {
    table
        .flag("accept", d -> d.options.accept = Optional.of(true))
        .flag("no_accept", d -> d.options.accept = Optional.of(false))
        .bool("skip_check_adv_addr", (d, v) -> d.options.skipCheckAddresses = Optional.of(v))
        .bool("strict_mode", (d, v) -> d.options.strict = Optional.of(v))
        .integer("debug", 0, 4, (d, v) -> {})
        .ignored("log detail is chosen by -D")
        .custom("kernel_rx_buf_size", InstanceKeywords::receiveBuffer)
        .custom("linkbeat_use_polling", InstanceKeywords::linkbeat)
        .custom("lvs_sync_daemon_interface", InstanceKeywords::syncDaemon)
        .bool("v3_checksum_as_v2", (d, v) -> d.options.checksumAsV2 = Optional.of(v));
  }

  private static void receiveBuffer(InstanceDraft d, Args args) {
    if (args.remaining() != 1) {
      args.rest();
      args.report(Code.VALUE_EXPECTED, "'kernel_rx_buf_size' needs exactly one number");
      return;
    }
    args.integer(args.word().orElseThrow(), 0, UINT)
        .ifPresent(v -> d.options.receiveBuffer = (int) Math.min(v, Integer.MAX_VALUE));
  }

  private static void linkbeat(InstanceDraft d, Args args) {
    d.vrrp.linkbeatAll = true;
    args.add(
        new Diagnostic(
                Code.DEPRECATED,
                args.place(),
                "'linkbeat_use_polling' in an instance is deprecated")
            .fix("list the interface in linkbeat_interfaces"));
  }

  private static void syncDaemon(InstanceDraft d, Args args) {
    args.add(
        new Diagnostic(
                Code.DEPRECATED,
                args.place(),
                "'lvs_sync_daemon_interface' in an instance is deprecated")
            .fix("write 'lvs_sync_daemon INTERFACE " + d.name + "' in global_defs")
            .original(
                "("
                    + d.name
                    + ") Specifying lvs_sync_daemon_interface against a vrrp is deprecated."));
    args.required().ifPresent(w -> d.options.syncDaemonInterface = Optional.of(w.text()));
  }

  private static void notices(Keywords<InstanceDraft> table) {
    table
        .custom("notify_deleted", InstanceKeywords::notifyDeleted)
        .once()
        .custom("notify_master_rx_lower_pri", NotifyKeywords.script(d -> d.notify, d -> d.vrrp))
        .bool("smtp_alert", (d, v) -> d.mail = Optional.of(v))
        .bool("notify_priority_changes", (d, v) -> d.priorityChanges = Optional.of(v));
  }

  private static void notifyDeleted(InstanceDraft d, Args args) {
    d.notifyDeleted = true;
    if (args.hasNext()) {
      NotifyKeywords.<InstanceDraft>script(x -> x.notify, x -> x.vrrp).read(d, args);
    }
  }
}
