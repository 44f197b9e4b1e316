/// The wire formats of VRRP and of address announcements: records with a total `decode` and an
/// `encode`. Knows bytes and addresses; knows no configuration, clock or socket.
package keepalived.vrrp.packet;
