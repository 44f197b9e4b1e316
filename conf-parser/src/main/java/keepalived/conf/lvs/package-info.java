/// The LVS blocks as a whole: their keywords at the root, the rules across lines and blocks, what
/// servers and checkers inherit, and the builders that turn drafts into the records of the engine.
/// Knows nothing of VRRP instances.
package keepalived.conf.lvs;
