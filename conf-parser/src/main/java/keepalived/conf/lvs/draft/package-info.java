/// Virtual servers, groups, real servers and checkers during reading: the keyword tables and the
/// drafts that the tables fill. Each block checks that it is complete in itself.
package keepalived.conf.lvs.draft;
