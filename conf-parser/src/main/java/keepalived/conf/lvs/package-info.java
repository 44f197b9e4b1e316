/// The LVS blocks as a whole: their keywords at the root, the rules across lines and blocks, the
/// values that servers and checkers inherit, and the builders that turn drafts into the records of
/// the engine. This package knows nothing about VRRP instances.
package keepalived.conf.lvs;
