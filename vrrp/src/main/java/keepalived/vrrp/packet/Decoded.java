package keepalived.vrrp.packet;

/// The result of decoding bytes.
public sealed interface Decoded permits Advertisement, Rejected {}
