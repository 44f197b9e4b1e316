/// The documents that the daemon answers over HTTP (docs/api.md), made from one reading of the
/// running parts. Knows no connection and no loop.
package keepalived.daemon.api;
