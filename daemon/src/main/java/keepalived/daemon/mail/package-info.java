/// Alert mail: the texts of the original for each event, and their way to the relay through a queue
/// with retries and a rate limit, on its own thread. The mail library is loaded with the first
/// mail. Knows no engine and no script.
package keepalived.daemon.mail;
