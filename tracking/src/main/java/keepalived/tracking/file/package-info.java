/// Tracked files (`track_file`, `vrrp_track_file`): parses the number in a file and watches the
/// file for changes. [FileValue] is pure; [FileMonitor] reads and watches the files.
package keepalived.tracking.file;
