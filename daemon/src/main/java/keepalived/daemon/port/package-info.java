/// The machine as the daemon needs it, as ports: loops, threads, networks, programs, files.
/// [keepalived.daemon.host] implements them for Linux; tests implement them in memory on virtual
/// time, so that the whole daemon runs in a simulation. Knows no implementation.
package keepalived.daemon.port;
