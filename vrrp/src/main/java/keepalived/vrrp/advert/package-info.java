/// Adverts of one instance: builds them, validates received ones, and keeps the sequence numbers
/// between packets. Pure; sockets are in `net.socket`.
package keepalived.vrrp.advert;
