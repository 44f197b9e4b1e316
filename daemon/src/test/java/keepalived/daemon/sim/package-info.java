/// A machine in memory on virtual time: the ports of the daemon for simulations. One thread runs at
/// a time, so that a seed always plays the same story.
package keepalived.daemon.sim;
