/// Notifications to operators, as the engines hand them over: what happened, in the order it
/// happened. Scripts, FIFOs and mail are the notifier's concern.
package keepalived.core.notify;
