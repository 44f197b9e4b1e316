/// TCP_CHECK: its probe, log lines, mails and dump.
package keepalived.healthcheck.check.tcp;
