/// The text pass: from files to the lines that are parsed. Comments, includes, conditional lines,
/// definitions and repetitions are settled here; each resulting line remembers the file, line and
/// columns it came from. Knows nothing of keywords or blocks.
package keepalived.conf.text;
