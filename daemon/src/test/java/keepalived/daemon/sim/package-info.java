/// A machine in memory on virtual time: implements the daemon's ports for simulations. One thread
/// runs at a time, so that a seed always gives the same run.
package keepalived.daemon.sim;
