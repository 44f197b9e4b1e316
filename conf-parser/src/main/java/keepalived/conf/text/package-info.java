/// The text pass: from files to the lines to parse. It removes comments, follows includes, and
/// resolves conditions, definitions and repetitions. Each line it produces remembers its file, line
/// number and columns. This package knows no keywords or blocks of the configuration.
package keepalived.conf.text;
