/// FILE_CHECK: what a number in a file means for a server, log lines, mails and dump.
package keepalived.healthcheck.check.file;
