/// What the parser says about a file: the diagnostic, its place, its severity, its forms for people
/// and programs, and the exit status that follows from it. Knows no keyword.
package keepalived.conf.diagnostic;
