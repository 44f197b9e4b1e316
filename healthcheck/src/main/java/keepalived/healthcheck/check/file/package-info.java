/// FILE_CHECK: translates the number in a file into a server's health; its log lines, mails and
/// dump.
package keepalived.healthcheck.check.file;
