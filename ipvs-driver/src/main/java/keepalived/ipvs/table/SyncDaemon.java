package keepalived.ipvs.table;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.GlobalSettings.LvsSyncDaemon;
import keepalived.core.net.IpAddress;

/// The kernel thread that sends (master) or takes (backup) copies of connections. What is empty the
/// kernel chooses; a daemon read from the kernel has all fields.
///
/// @param id 0 to 255; a backup of id 0 takes every message
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

    /// As ipvsadm and log lines write it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A daemon that leaves all but the necessary to the kernel.
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
  /// @param defaultId for a configuration without one: the VRID of its instance, or 0
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

  /// Whether a daemon found in the kernel is this one: equal in everything this one asks for.
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
