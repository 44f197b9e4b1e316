/// `global_defs`, the process settings at the root, and scripts with their users, which all parts
/// share. This package knows no instances and no virtual servers.
package keepalived.conf.global;
