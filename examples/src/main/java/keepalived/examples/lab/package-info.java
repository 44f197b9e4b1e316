/// Small networks of small machines on one Linux host: each machine is a set of namespaces
/// (network, processes, mounts, host name), joined by a bridge that is a machine too. Needs root,
/// util-linux and iproute2. The demonstrations and the tests against real peers stand on it.
package keepalived.examples.lab;
