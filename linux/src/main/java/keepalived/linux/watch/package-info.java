/// The kernel's reports about files and other processes: inotify, the process connector and /proc.
/// Events arrive on a loop. Starts and changes nothing.
package keepalived.linux.watch;
