package keepalived.ipvs.table;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.GlobalSettings.LvsSyncDaemon;
import keepalived.core.net.IpAddress;

/// The kernel thread that sends (master) or receives (backup) copies of connections. The kernel
/// chooses empty values; a daemon read from the kernel has all values.
///
/// @param id 0 to 255; a backup with id 0 accepts every message
/// @param maxLength of a message in bytes
public record SyncDaemon(
    Role role,
    String interfaceName,
    int id,
    OptionalInt maxLength,
    Optional<IpAddress> group,
    OptionalInt port,
    OptionalInt ttl) {

  /// IP_VS_STATE_MASTER and IP_VS_STATE_BACKUP (linux/ip_vs.h).
  public enum Role {
    MASTER(1),
    BACKUP(2);

    private final int number;

    Role(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    /// The role as ipvsadm and log lines write it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A daemon with the required values; the kernel chooses the others.
  public static SyncDaemon of(Role role, String interfaceName, int id) {
    return new SyncDaemon(
        role,
        interfaceName,
        id,
        OptionalInt.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /// The configured daemon in this role.
  ///
  /// @param defaultId used when none is configured: the VRID of its instance, or 0
  public static SyncDaemon of(LvsSyncDaemon configured, Role role, int defaultId) {
    return new SyncDaemon(
        role,
        configured.interfaceName(),
        configured.id().orElse(defaultId),
        configured.maxLength(),
        configured.group(),
        configured.port(),
        configured.ttl());
  }

  /// Whether a daemon found in the kernel matches this one in all values that this one sets.
  public boolean isMetBy(SyncDaemon found) {
    return role == found.role
        && interfaceName.equals(found.interfaceName)
        && id == found.id
        && isMet(maxLength, found.maxLength)
        && (group.isEmpty() || group.equals(found.group))
        && isMet(port, found.port)
        && isMet(ttl, found.ttl);
  }

  private static boolean isMet(OptionalInt wanted, OptionalInt found) {
    return wanted.isEmpty() || wanted.equals(found);
  }
}
