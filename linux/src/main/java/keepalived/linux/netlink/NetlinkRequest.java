package keepalived.linux.netlink;

import java.util.function.Consumer;

/// A request to the kernel: a name for error messages (`add address 10.0.0.1/24`), the message
/// type, flags in addition to REQUEST, and the body.
public record NetlinkRequest(String name, int type, int flags, Consumer<AttributeWriter> body) {}
