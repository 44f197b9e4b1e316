/// Log lines as the engines write them: one record, one scale of levels, one port. Knows neither
/// where lines are written nor how they look there.
package keepalived.core.log;
