/// Advice beyond the checks of the original keepalived, for one file and across the files of a
/// cluster. Reports only: no hint changes a configuration or an exit status.
package keepalived.conf.lint;
