/// From a configured command line to a program that may be run: which file, as which user, with
/// which environment, and whether script security allows it. Knows accounts and file modes; starts
/// nothing.
package keepalived.daemon.script;
