package keepalived.conf.reader;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.global.GlobalDraft;
import keepalived.conf.global.GlobalKeywords;
import keepalived.conf.lvs.LvsRoots;
import keepalived.conf.lvs.draft.LvsDraft;
import keepalived.conf.schema.Keyword;
import keepalived.conf.schema.Keywords;
import keepalived.conf.track.TrackerDrafts;
import keepalived.conf.track.TrackerRoots;
import keepalived.conf.vrrp.VrrpRoots;
import keepalived.conf.vrrp.draft.VrrpDraft;

/// The keywords of the root, and the part of the daemon that handles each.
final class Roots {

  private static final Keywords<GlobalDraft> PROCESS = processTable();
  private static final Keywords<TrackerDrafts> SHARED = TrackerRoots.shared();
  private static final Keywords<VrrpDraft> VRRP = VrrpRoots.table();
  private static final Keywords<LvsDraft> LVS = LvsRoots.table();

  static final Keywords<Drafts> TABLE = table();

  /// Keywords that are handled before all others, even when they come later in the file.
  static final Set<String> GLOBAL_NAMES = names(PROCESS, "global_defs");

  static final Set<String> LVS_NAMES = withShared(names(LVS));

  static final Set<String> VRRP_NAMES = withShared(names(VRRP));

  /// Keywords that open a block only at the root. When braces are wrong, they show where the root
  /// is.
  static final Set<String> LANDMARKS =
      Set.of(
          "global_defs",
          "vrrp_instance",
          "vrrp_script",
          "vrrp_sync_group",
          "vrrp_track_process",
          "vrrp_track_file",
          "virtual_server",
          "virtual_server_group",
          "local_address_group",
          "bfd_instance",
          "static_ipaddress",
          "static_routes",
          "static_rules",
          "garp_group",
          "track_group");

  private Roots() {}

  private static Keywords<GlobalDraft> processTable() {
    var table = Keywords.<GlobalDraft>of("(root)");
    GlobalKeywords.addRoot(table);
    return table;
  }

  private static Keywords<Drafts> table() {
    var globals = GlobalKeywords.table();
    return Keywords.<Drafts>of("(root)")
        .block("global_defs", globals, (d, args) -> Optional.of(d.global()))
        .mapped(PROCESS, Drafts::global)
        .mapped(SHARED, drafts -> drafts.vrrp().trackers)
        .mapped(VRRP, Drafts::vrrp)
        .mapped(LVS, Drafts::lvs);
  }

  private static Set<String> names(Keywords<?> table, String... more) {
    var names = new LinkedHashSet<String>(Set.of(more));
    table.rows().stream().map(Keyword::name).forEach(names::add);
    return names;
  }

  /// Adds the trackers that both parts read.
  private static Set<String> withShared(Set<String> names) {
    names.addAll(names(SHARED));
    return names;
  }
}
