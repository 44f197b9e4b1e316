/// The election (RFC 9568 6.4): the states, events and effects of a virtual router as values, and
/// pure functions over them. Knows configuration and decoded adverts. Has no clock, socket, thread
/// or log; each function gets `now` as an argument and returns what the engine has to do.
package keepalived.vrrp.machine;
