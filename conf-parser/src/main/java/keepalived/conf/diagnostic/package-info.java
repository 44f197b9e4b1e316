/// What the parser reports about a file: the diagnostic with its place and severity, its forms for
/// people and programs, and the exit status that follows. This package knows no keyword.
package keepalived.conf.diagnostic;
