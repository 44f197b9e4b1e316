/// Raw sockets that send and receive adverts.
package keepalived.vrrp.net.socket;
