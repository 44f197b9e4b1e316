/// BFD_CHECK: translates the state of a BFD session into a server's health; its log lines, mails
/// and dump.
package keepalived.healthcheck.check.bfd;
