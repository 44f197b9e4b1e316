/// Answers to "why did it change?", from recorded events: what led to a transition, what came
/// after, and what follows from both. Pure: knows no file, no clock and no running daemon.
package keepalived.daemon.why;
