/// The command line as values: accepts what getopt_long would with keepalived's options. Starts
/// nothing and reads no files.
package keepalived.daemon.cli;
