/// The LVS blocks: virtual servers, groups, real servers and their checkers. Drafts are filled by
/// the keyword tables, inherit from the block around them, and become the records of the engine.
/// Knows `global_defs` and the trackers checkers can follow, and nothing of VRRP instances.
package keepalived.conf.lvs;
