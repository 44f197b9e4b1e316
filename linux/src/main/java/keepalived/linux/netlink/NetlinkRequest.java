package keepalived.linux.netlink;

import java.util.function.Consumer;

/// What to ask of the kernel: a name for error messages (`add address 10.0.0.1/24`), the message
/// type, flags beyond REQUEST, and the body.
public record NetlinkRequest(String name, int type, int flags, Consumer<AttributeWriter> body) {}
