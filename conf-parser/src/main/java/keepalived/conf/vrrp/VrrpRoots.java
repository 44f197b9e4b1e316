package keepalived.conf.vrrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.iproute.AddressReader;
import keepalived.conf.iproute.RouteReader;
import keepalived.conf.iproute.RuleReader;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.track.TrackerRoots;
import keepalived.conf.tree.Word;
import keepalived.conf.vrrp.draft.GarpGroupDraft;
import keepalived.conf.vrrp.draft.GroupDraft;
import keepalived.conf.vrrp.draft.InstanceKeywords;
import keepalived.conf.vrrp.draft.VrrpDraft;
import keepalived.core.config.VrrpConfig;

/// The VRRP keywords at the root.
public final class VrrpRoots {

  private VrrpRoots() {}

  public static Keywords<VrrpDraft> table() {
    return Keywords.<VrrpDraft>of("(root)")
        .mapped(TrackerRoots.vrrp(), vrrp -> vrrp.trackers)
        .block(
            "vrrp_instance",
            InstanceKeywords.table(),
            InstanceKeywords::open,
            InstanceKeywords::close)
        .block("vrrp_sync_group", GroupDraft.table(), GroupDraft::open, GroupDraft::close)
        .block("track_group", TRACK_GROUP, VrrpRoots::trackGroup, VrrpRoots::trackGroupRead)
        .entries(
            "static_ipaddress",
            (d, args) -> AddressReader.read(d.entries(true), args).ifPresent(d.addresses::add))
        .entries(
            "static_routes",
            (d, args) -> RouteReader.read(d.entries(true), args).ifPresent(d.routes::add))
        .entries(
            "static_rules",
            (d, args) -> RuleReader.read(d.entries(true), args).ifPresent(d.rules::add))
        .block(
            "garp_group",
            GarpGroupDraft.KEYWORDS,
            (d, args) -> Optional.of(new GarpGroupDraft(d)),
            GarpGroupDraft::close)
        .entries("linkbeat_interfaces", VrrpRoots::linkbeat)
        .flag("linkbeat_use_polling", d -> d.linkbeatAll = true)
        .entries("interface_up_down_delays", VrrpRoots::delay);
  }

  private record Members(String name, List<String> names) {}

  private static final Keywords<Members> TRACK_GROUP =
      Keywords.<Members>of("track_group")
          .entries("group", (d, args) -> args.rest().forEach(w -> d.names().add(w.text())));

  private static Optional<Members> trackGroup(VrrpDraft vrrp, Args args) {
    if (args.remaining() != 1) {
      args.rest();
      args.report(Code.NAME_MISSING, "'track_group' needs exactly one name");
      return Optional.empty();
    }
    Word word = args.word().orElseThrow();
    if (vrrp.trackGroups.containsKey(word.text())) {
      args.report(Code.NAME_TAKEN, word, "a track_group '" + word + "' is already defined");
      return Optional.empty();
    }
    return Optional.of(new Members(word.text(), new ArrayList<>()));
  }

  private static void trackGroupRead(VrrpDraft vrrp, Members members, Args args) {
    vrrp.trackGroups.put(
        members.name(), new VrrpDraft.TrackGroupDraft(members.names(), args.place()));
  }

  private static void linkbeat(VrrpDraft vrrp, Args args) {
    Word name = args.word().orElseThrow();
    if (!known(vrrp, args, name)) {
      args.rest();
      return;
    }
    var method = VrrpConfig.LinkbeatMethod.AUTOMATIC;
    if (args.hasNext()) {
      Word word = args.word().orElseThrow();
      switch (word.text()) {
        case "MII" -> method = VrrpConfig.LinkbeatMethod.MII;
        case "ETHTOOL" -> method = VrrpConfig.LinkbeatMethod.ETHTOOL;
        case "IOCTL" -> method = VrrpConfig.LinkbeatMethod.IOCTL;
        default ->
            args.report(Code.WORD_INVALID, word, "'" + word + "' is not MII, ETHTOOL or IOCTL");
      }
    }
    vrrp.linkbeat.put(name.text(), method);
  }

  private static boolean known(VrrpDraft vrrp, Args args, Word name) {
    boolean there =
        args.host().networkInterface(name.text()).isPresent() || vrrp.globals.dynamicInterfaces;
    if (!there) {
      args.add(
          new Diagnostic(
                  Code.INTERFACE_UNKNOWN,
                  args.place(name),
                  "this machine has no interface '" + name + "'")
              .original("unknown interface " + name + " specified"));
    }
    return there;
  }

  private static void delay(VrrpDraft vrrp, Args args) {
    Word name = args.word().orElseThrow();
    if (!known(vrrp, args, name)) {
      args.rest();
      return;
    }
    var down = args.required().flatMap(w -> args.seconds(w, "0", "255", Keywords.MICROSECOND));
    var up =
        args.hasNext()
            ? args.word().flatMap(w -> args.seconds(w, "0", "255", Keywords.MICROSECOND))
            : Optional.of(Duration.ZERO);
    if (down.isPresent() && up.isPresent()) {
      vrrp.delays.put(name.text(), new VrrpConfig.InterfaceDelay(down.get(), up.get()));
    }
  }
}
