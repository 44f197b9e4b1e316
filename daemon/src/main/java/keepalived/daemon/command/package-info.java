/// The operator's commands: `keepalived lint`, `plan`, `simulate`, `ipvs`, and genhash. One class
/// each, registered in [keepalived.daemon.command.Commands]. They run instead of the daemon and
/// know nothing of it.
package keepalived.daemon.command;
