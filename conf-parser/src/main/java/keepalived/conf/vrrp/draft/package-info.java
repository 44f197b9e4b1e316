/// VRRP instances, sync groups and their parts while they are read: the keyword tables and the
/// drafts that the tables fill. A keyword checks its own line only. Knows `global_defs` for the
/// defaults that instances inherit.
package keepalived.conf.vrrp.draft;
