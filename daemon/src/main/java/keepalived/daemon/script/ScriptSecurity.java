package keepalived.daemon.script;

import java.nio.file.Path;
import java.util.Optional;
import keepalived.core.log.Part;

/// The rules of `enable_script_security` (keepalived.conf(5), script_user): a user who can change
/// what root runs can become root. For a script that runs as root, the script and every directory
/// on its path must belong to root, and only root or its group may write to them. A sticky
/// directory may be writable: users cannot replace the files of others in it.
public final class ScriptSecurity {

  private ScriptSecurity() {}

  /// Why this account must not run the file that the walk found; empty when it may.
  static Optional<String> objection(PathWalk.Arrived walk, Account account) {
    if (!account.isRoot() && !walk.status().grantsRoot()) {
      return Optional.empty();
    }
    return walk.elements().stream()
        .flatMap(e -> fault(e.path(), e.status()).stream())
        .findFirst()
        .map(fault -> fault + ", and " + who(walk, account) + " would run it");
  }

  private static Optional<String> fault(Path path, FileStatus status) {
    if (status.owner() != 0) {
      return Optional.of(path + " is owned by uid " + status.owner() + ", not by root");
    }
    if (status.isLink() || status.isDirectory() && status.isSticky()) {
      return Optional.empty();
    }
    if (status.isWritableByGroup() && status.group() != 0) {
      return Optional.of(
          path
              + " is writable by group "
              + status.group()
              + " (mode "
              + status.permissions()
              + ", bit 0020)");
    }
    if (status.isWritableByOthers()) {
      return Optional.of(
          path + " is writable by others (mode " + status.permissions() + ", bit 0002)");
    }
    return Optional.empty();
  }

  private static String who(PathWalk.Arrived walk, Account account) {
    if (account.uid() == 0) {
      return "root";
    }
    return account.gid() == 0
        ? "user " + account.name() + " with group root"
        : "user " + account.name() + ", by the set-id bit of " + walk.file() + " as root,";
  }

  /// The line that the original logs once for each part whose scripts run without the rules being
  /// enforced. It alone makes a configuration test exit with 6.
  ///
  /// @param part PARENT for startup and shutdown scripts
  /// @param insecure whether the rules object to at least one of the scripts
  public static String violation(Part part, boolean insecure) {
    String which =
        switch (part) {
          case PARENT -> "start/shutdown scripts";
          case CHECKER -> "check scripts";
          case VRRP, BFD -> "scripts";
        };
    return "SECURITY VIOLATION - "
        + which
        + " are being executed but script_security not enabled."
        + (insecure ? " There are insecure scripts." : "");
  }
}
