/// BFD_CHECK: what a BFD session means for a server, log lines, mails and dump.
package keepalived.healthcheck.check.bfd;
