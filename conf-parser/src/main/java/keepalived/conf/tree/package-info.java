/// The parser: from lines of text to words with positions, and braces. The grammar is `Conf.g4`.
/// This package knows quotes and braces, but no keyword.
package keepalived.conf.tree;
