/// Commands beside the daemon: they read configurations and say something about them. They need no
/// privileges and touch no kernel.
package keepalived.daemon.tools;
