/// Adverts of one instance: builds them, validates those received, and keeps the sequence numbers
/// that one packet carries over to the next. Pure; sockets are in `net.socket`.
package keepalived.vrrp.advert;
