/// Makes foreign text (a server's reply, a script's output, a name of the configuration) safe to
/// show to people. Knows characters; knows no file, no log and no mail.
package keepalived.core.text;
