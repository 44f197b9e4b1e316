/// Tracked files (`track_file`, `vrrp_track_file`): the number in a file, and a watch for changes
/// of it. [FileValue] is pure; [FileMonitor] reads and watches the files.
package keepalived.tracking.file;
