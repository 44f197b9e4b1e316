/// Log lines as the engines write them: one record, one scale of levels, one port. Must not know
/// where lines are written or how they are formatted.
package keepalived.core.log;
