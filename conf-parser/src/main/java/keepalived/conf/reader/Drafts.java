package keepalived.conf.reader;

import keepalived.conf.global.GlobalDraft;
import keepalived.conf.lvs.draft.LvsDraft;
import keepalived.conf.vrrp.draft.VrrpDraft;

/// The whole configuration while it is read.
///
/// @param inherited the globals blocks inherit, wherever in the file they stand
/// @param global the globals as read in order
record Drafts(GlobalDraft inherited, GlobalDraft global, VrrpDraft vrrp, LvsDraft lvs) {

  static Drafts of(GlobalDraft inherited) {
    var vrrp = new VrrpDraft(inherited);
    return new Drafts(inherited, new GlobalDraft(), vrrp, new LvsDraft(inherited, vrrp.trackers));
  }
}
