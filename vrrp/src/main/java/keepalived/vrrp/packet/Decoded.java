package keepalived.vrrp.packet;

/// What bytes turned out to be.
public sealed interface Decoded permits Advertisement, Rejected {}
