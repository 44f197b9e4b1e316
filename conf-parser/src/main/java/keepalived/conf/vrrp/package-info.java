/// The VRRP blocks: instances, groups, trackers, addresses, routes and rules. Drafts are filled by
/// the keyword tables, checked as a whole, and turned into the records of the engine. Knows
/// `global_defs` for the defaults it inherits, and nothing of LVS.
package keepalived.conf.vrrp;
