/// The engine's network on Linux: raw sockets, rtnetlink, gratuitous ARP and neighbour
/// advertisements. Knows the linux module and the engine's port; decides nothing about elections.
package keepalived.vrrp.io;
