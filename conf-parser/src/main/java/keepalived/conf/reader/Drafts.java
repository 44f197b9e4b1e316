package keepalived.conf.reader;

import keepalived.conf.global.GlobalDraft;
import keepalived.conf.lvs.draft.LvsDraft;
import keepalived.conf.vrrp.draft.VrrpDraft;

/// The whole configuration during reading.
///
/// @param inherited the globals that blocks inherit, from the whole file
/// @param global the globals that have been read so far
record Drafts(GlobalDraft inherited, GlobalDraft global, VrrpDraft vrrp, LvsDraft lvs) {

  static Drafts of(GlobalDraft inherited) {
    var vrrp = new VrrpDraft(inherited);
    return new Drafts(inherited, new GlobalDraft(), vrrp, new LvsDraft(inherited, vrrp.trackers));
  }
}
