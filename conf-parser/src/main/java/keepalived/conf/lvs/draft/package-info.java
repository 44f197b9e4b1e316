/// Virtual servers, groups, real servers and checkers while they are read: the keyword tables and
/// the drafts that the tables fill. A block checks what it needs to be usable by itself.
package keepalived.conf.lvs.draft;
