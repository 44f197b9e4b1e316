/// What happened, told to whoever listens: notifications for scripts, FIFOs and mail, and snapshots
/// for readers on other threads.
package keepalived.core.event;
