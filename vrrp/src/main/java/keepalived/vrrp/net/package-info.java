/// The engine's network port on Linux. Joins sockets, announcements, kernel tables and links; makes
/// no election decisions.
package keepalived.vrrp.net;
