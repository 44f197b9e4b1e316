/// From a command line an operator wrote to something that may be run: which file, as whom, with
/// what environment, and whether the rules of script security allow it. Knows accounts and file
/// modes; starts nothing.
package keepalived.daemon.script;
