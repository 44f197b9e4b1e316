/// Notifications to operators, in the order of the events. The notifier turns them into scripts,
/// FIFO lines and mails.
package keepalived.core.notify;
