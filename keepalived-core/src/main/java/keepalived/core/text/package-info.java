/// Text of others (a server's reply, a script's output, a name of the configuration) as it may be
/// shown to people. Knows characters; knows no file, no log and no letter.
package keepalived.core.text;
