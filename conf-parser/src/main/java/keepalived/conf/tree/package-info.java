/// From lines of text to items: words with positions, and braces. The grammar is `Conf.g4`; it
/// knows quotes and braces and no keyword.
package keepalived.conf.tree;
