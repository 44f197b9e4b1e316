/// The arguments of ipvsadm: reads words and options into an [Invocation], with ipvsadm's rules for
/// what may be combined and its messages for what may not. Changes no table.
package keepalived.ipvs.cli.arguments;
