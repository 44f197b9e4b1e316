/// `/metrics`: one reading as a page for Prometheus, with the names of the public exporter and our
/// own. Knows the text formats; measures nothing itself except the process.
package keepalived.daemon.metrics;
