/// From the files to the running parts: reading, refusing, taking over, returning. Knows the parts
/// only as a [keepalived.daemon.reload.Reloads.Target].
package keepalived.daemon.reload;
