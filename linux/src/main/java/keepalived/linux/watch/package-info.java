/// What the kernel reports about files and processes of others: inotify, the process connector and
/// /proc. Events arrive on a loop. Starts and changes nothing.
package keepalived.linux.watch;
