/// From the files to the running parts: reads, refuses, applies and returns to the previous
/// configuration. Knows the parts only as a [keepalived.daemon.reload.Reloads.Target].
package keepalived.daemon.reload;
