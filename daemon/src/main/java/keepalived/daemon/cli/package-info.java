/// The command line, as values: what getopt_long would accept, in keepalived's options. Starts
/// nothing and reads nothing.
package keepalived.daemon.cli;
