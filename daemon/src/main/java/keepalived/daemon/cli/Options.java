package keepalived.daemon.cli;

import java.util.Optional;
import java.util.OptionalInt;

/// The options of the daemon.
///
/// @param configFile empty means the default path
/// @param configId for `@` lines; empty means the host name up to the first dot
/// @param namespace takes precedence over `net_namespace`
public record Options(
    Optional<String> configFile,
    Optional<String> configId,
    Optional<String> namespace,
    boolean strictIncludes,
    Parts parts,
    Logging logging,
    PidFiles pidFiles,
    Behaviour behaviour,
    Optional<Test> test) {

  /// Which parts run.
  public record Parts(boolean vrrp, boolean checkers, boolean bfd, boolean all) {}

  /// @param detail how often -D was given
  /// @param facility syslog facility number
  /// @param file empty means no log file
  public record Logging(
      boolean console, int detail, int facility, boolean syslog, Optional<String> file) {}

  /// Empty means the default name.
  public record PidFiles(
      Optional<String> parent,
      Optional<String> vrrp,
      Optional<String> checkers,
      Optional<String> bfd) {}

  /// @param umask takes precedence over the keyword
  /// @param corePattern empty means unchanged
  public record Behaviour(
      boolean foreground,
      boolean releaseVipsOnSignal,
      boolean keepVrrp,
      boolean keepIpvs,
      boolean respawn,
      boolean dumpConfig,
      boolean monitorAddresses,
      boolean ignoreInterrupt,
      boolean snmp,
      Optional<String> snmpSocket,
      OptionalInt umask,
      boolean coreDump,
      Optional<String> corePattern) {}

  /// A configuration test instead of a run.
  ///
  /// @param output file for the messages; empty means standard error
  public record Test(Optional<String> output, boolean json, boolean onHost, boolean strict) {}
}
