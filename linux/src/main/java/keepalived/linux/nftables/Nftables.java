package keepalived.linux.nftables;

import java.util.Optional;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import keepalived.linux.libc.LinuxException;

/// A connection to nf_tables in the network namespace of the thread that opened it. Used by one
/// thread at a time.
///
/// During a command, libnftables opens its own netlink sockets, and calls exit(3) when the kernel
/// refuses one: this would end the whole process. So no command runs while file descriptors are
/// short.
public final class Nftables implements AutoCloseable {

  // nftables/libnftables.h, NFT_CTX_OUTPUT_*
  private static final int JSON = 1 << 4;

  /// The result of a command.
  public sealed interface Outcome {}

  /// All commands were executed.
  ///
  /// @param output what they printed
  public record Done(String output) implements Outcome {}

  /// No command was executed.
  ///
  /// @param reason the message of the library, with the place in the commands
  public record Refused(String reason) implements Outcome {}

  /// No command was executed, because the process or the system is out of file descriptors. The
  /// same commands may succeed a moment later.
  public record Postponed(String reason) implements Outcome {}

  private final Libnftables library;
  private final Pointer context;
  private boolean open = true;

  private Nftables(Libnftables library, Pointer context) {
    this.library = library;
    this.context = context;
  }

  /// Opens a connection; empty when the library is not installed.
  ///
  /// @throws LinuxException when no file descriptor is left
  public static Optional<Nftables> open() {
    var shortage = SpareSockets.shortage();
    if (shortage.isPresent()) {
      throw shortage.get();
    }
    Libnftables library;
    try {
      library = LibraryLoader.create(Libnftables.class).failImmediately().load("libnftables.so.1");
    } catch (UnsatisfiedLinkError missing) {
      return Optional.empty();
    }
    var context = library.nft_ctx_new(0);
    if (context == null) {
      return Optional.empty();
    }
    library.nft_ctx_buffer_output(context);
    library.nft_ctx_buffer_error(context);
    return Optional.of(new Nftables(library, context));
  }

  /// Runs commands as `nft -f` does: all of them in one transaction, or none.
  public Outcome run(String commands) {
    return run(commands, 0);
  }

  /// As [#run], with listings printed as JSON; refused when the library was built without JSON.
  public Outcome runForJson(String commands) {
    return run(commands, JSON);
  }

  /// Lets the kernel check commands without changing anything.
  public Outcome check(String commands) {
    requireOpen();
    library.nft_ctx_set_dry_run(context, true);
    try {
      return run(commands, 0);
    } finally {
      library.nft_ctx_set_dry_run(context, false);
    }
  }

  private Outcome run(String commands, int flags) {
    requireOpen();
    var shortage = SpareSockets.shortage();
    if (shortage.isPresent()) {
      return new Postponed(shortage.get().getMessage());
    }
    library.nft_ctx_output_set_flags(context, flags);
    int result = library.nft_run_cmd_from_buffer(context, commands);
    var output = library.nft_ctx_get_output_buffer(context);
    var error = library.nft_ctx_get_error_buffer(context);
    return result == 0 ? new Done(output) : new Refused(error.strip());
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the connection to nf_tables is closed");
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      library.nft_ctx_free(context);
    }
  }
}
