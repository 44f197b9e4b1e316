/// The operator's commands: `keepalived lint`, `plan`, `simulate`, `ipvs`, and genhash. Each is one
/// class, registered in [keepalived.daemon.command.Commands]. They run instead of the daemon and
/// must not know it.
package keepalived.daemon.command;
