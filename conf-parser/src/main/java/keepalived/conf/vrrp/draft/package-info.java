/// VRRP instances, sync groups and their parts during reading: the keyword tables and the drafts
/// that the tables fill. A keyword checks only its own line. This package knows `global_defs`,
/// which has the defaults of instances.
package keepalived.conf.vrrp.draft;
