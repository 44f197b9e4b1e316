/// Alert mail: what the original writes for each event, and its way to the relay through a queue
/// with retry and rate limit on a thread of its own. The mail library is loaded with the first
/// letter. Knows no engine and no script.
package keepalived.daemon.mail;
