package keepalived.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.script.Script;
import keepalived.core.log.Part;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// `global_defs` and the root-level process settings (keepalived.conf(5), Global definitions).
/// Settings that instances inherit (garp timing, version, strict) are in the instances.
///
/// @param routerId empty means the host name
public record GlobalSettings(
    Optional<String> routerId,
    Process process,
    Mail mail,
    Scripts scripts,
    Fifos fifos,
    VrrpGlobals vrrp,
    LvsGlobals lvs,
    Reload reload,
    Dumps dumps,
    Snmp snmp,
    Dbus dbus,
    Nftables nftables) {

  public static final GlobalSettings DEFAULT =
      new GlobalSettings(
          Optional.empty(),
          Process.DEFAULT,
          Mail.DEFAULT,
          Scripts.DEFAULT,
          Fifos.DEFAULT,
          VrrpGlobals.DEFAULT,
          LvsGlobals.DEFAULT,
          Reload.DEFAULT,
          Dumps.DEFAULT,
          Snmp.DEFAULT,
          Dbus.DEFAULT,
          Nftables.DEFAULT);

  /// The same settings with other settings of the process.
  public GlobalSettings with(Process other) {
    return new GlobalSettings(
        routerId, other, mail, scripts, fifos, vrrp, lvs, reload, dumps, snmp, dbus, nftables);
  }

  /// @param instance suffix of pid files and the syslog ident
  /// @param netNamespace namespace to run in; IPVS may have another
  /// @param umask of files that the daemon and its scripts create
  /// @param maxAutoPriority ceiling for automatic real-time scheduling: -1 off without a log line,
  ///   0 off
  public record Process(
      Optional<String> instance,
      Optional<String> netNamespace,
      Optional<String> netNamespaceIpvs,
      boolean usePidDir,
      boolean processNames,
      Map<Part, String> names,
      Duration childWaitTime,
      int umask,
      int maxAutoPriority,
      Map<Part, Scheduling> scheduling) {

    public static final Process DEFAULT =
        new Process(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            Map.of(),
            Duration.ofSeconds(5),
            0177,
            0,
            Map.of());

    public Process {
      names = Ordered.copyOf(names);
      scheduling = Ordered.copyOf(scheduling);
    }

    /// The same settings with another umask.
    public Process withUmask(int mask) {
      return new Process(
          instance,
          netNamespace,
          netNamespaceIpvs,
          usePidDir,
          processNames,
          names,
          childWaitTime,
          mask,
          maxAutoPriority,
          scheduling);
    }

    /// The scheduling of a part.
    public Scheduling of(Part part) {
      return scheduling.getOrDefault(part, Scheduling.DEFAULT);
    }
  }

  /// @param nice -20..19
  /// @param realTimePriority SCHED_RR priority 1..99
  /// @param lockMemory `*_no_swap`
  /// @param cpus allowed CPUs; empty means all
  /// @param rlimitRttime real-time CPU limit between blocking calls
  public record Scheduling(
      OptionalInt nice,
      OptionalInt realTimePriority,
      boolean lockMemory,
      List<Integer> cpus,
      Duration rlimitRttime) {

    public static final Scheduling DEFAULT =
        new Scheduling(
            OptionalInt.empty(), OptionalInt.empty(), false, List.of(), Duration.ofMillis(10));

    public Scheduling {
      cpus = List.copyOf(cpus);
    }
  }

  /// @param server relay; empty means no mail is sent
  /// @param from empty means user@hostname
  /// @param heloName empty means the host name
  /// @param security TLS and login, by keywords that the original lacks
  public record Mail(
      Optional<Server> server,
      Optional<String> from,
      List<String> recipients,
      Optional<String> heloName,
      Duration connectTimeout,
      boolean noFaults,
      boolean noCheckerEmails,
      MailSecurity security) {

    public static final Mail DEFAULT =
        new Mail(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(30),
            false,
            false,
            MailSecurity.NONE);

    public Mail {
      recipients = List.copyOf(recipients);
    }

    /// A mail relay by host name or address.
    public record Server(String host, int port) {}
  }

  /// @param tls how the connection is secured
  /// @param login user name; empty means no login
  /// @param passwordFile file with the password
  /// @param verify whether the relay's certificate is verified
  public record MailSecurity(
      Tls tls, Optional<String> login, Optional<String> passwordFile, boolean verify) {

    public static final MailSecurity NONE =
        new MailSecurity(Tls.NONE, Optional.empty(), Optional.empty(), true);

    public enum Tls {
      NONE,
      STARTTLS,
      IMPLICIT
    }
  }

  /// @param user default user of scripts; empty means the host's default
  /// @param security refuse scripts that run as root on paths writable by others
  public record Scripts(
      Optional<Script.RunAs> user,
      boolean security,
      boolean useSymlinkPaths,
      boolean supplementaryGroups,
      Optional<Script> startup,
      Duration startupTimeout,
      Optional<Script> shutdown,
      Duration shutdownTimeout) {

    public static final Scripts DEFAULT =
        new Scripts(
            Optional.empty(),
            false,
            false,
            false,
            Optional.empty(),
            Duration.ofSeconds(10),
            Optional.empty(),
            Duration.ofSeconds(10));
  }

  /// The notify FIFOs: one for all, one for VRRP, one for LVS.
  public record Fifos(
      Optional<Fifo> all,
      Optional<Fifo> vrrp,
      Optional<Fifo> lvs,
      boolean writeVrrpStatesOnReload) {

    public static final Fifos DEFAULT =
        new Fifos(Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /// @param owner user and group that the FIFO is given to
  /// @param reader long-running script that gets the path as its last argument
  public record Fifo(String path, Optional<Script.RunAs> owner, Optional<Script> reader) {}

  /// VRRP settings of the engine, not of an instance.
  ///
  /// @param garpInterval gap between gratuitous ARPs on one interface
  /// @param gnaInterval gap between unsolicited neighbour advertisements on one interface
  public record VrrpGlobals(
      IpAddress group4,
      IpAddress group6,
      Duration garpInterval,
      Duration gnaInterval,
      Duration startupDelay,
      Duration delayAfterBoot,
      boolean logUnknownVrids,
      boolean dynamicInterfaces,
      boolean allowInterfaceChanges,
      String defaultInterface,
      boolean disableLocalIgmp,
      RxBuffers rxBuffers,
      int netlinkMonitorReceiveBuffer,
      int netlinkCommandReceiveBuffer,
      int processMonitorReceiveBuffer) {

    public static final VrrpGlobals DEFAULT =
        new VrrpGlobals(
            Ipv4Address.of("224.0.0.18"),
            Ipv6Address.of("ff02::12"),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            false,
            false,
            false,
            "eth0",
            false,
            RxBuffers.DEFAULT,
            0,
            0,
            0);
  }

  /// The size of the receive buffers of VRRP sockets.
  ///
  /// @param bytes used with [Policy#BYTES]
  public record RxBuffers(Policy policy, int bytes, int multiplier) {

    public static final RxBuffers DEFAULT = new RxBuffers(Policy.KERNEL, 0, 3);

    public enum Policy {
      KERNEL,
      MTU,
      ADVERT,
      BYTES
    }
  }

  /// @param timeouts IPVS connection timeouts that differ from the kernel's
  public record LvsGlobals(
      LvsTimeouts timeouts,
      boolean flush,
      FlushOnStop flushOnStop,
      Optional<LvsSyncDaemon> syncDaemon,
      boolean rsInitNotifies,
      boolean logAllFailures) {

    public static final LvsGlobals DEFAULT =
        new LvsGlobals(LvsTimeouts.KERNEL, false, FlushOnStop.NO, Optional.empty(), false, false);

    public enum FlushOnStop {
      NO,
      ALL,
      /// Only the services of configured virtual servers.
      VIRTUAL_SERVERS
    }
  }

  /// Empty means the kernel's value.
  public record LvsTimeouts(
      Optional<Duration> tcp, Optional<Duration> tcpFin, Optional<Duration> udp) {

    public static final LvsTimeouts KERNEL =
        new LvsTimeouts(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The kernel's connection synchronisation (ip_vs_sync). With an instance, the daemon's direction
  /// follows that instance's state; without one, both directions run.
  public record LvsSyncDaemon(
      String interfaceName,
      Optional<String> instance,
      OptionalInt id,
      OptionalInt maxLength,
      OptionalInt port,
      OptionalInt ttl,
      Optional<IpAddress> group) {}

  /// @param checkConfig test the file before a reload; always on here, kept for its log file
  /// @param lenient whether a reload accepts a file with errors as a start does, ignoring the wrong
  ///   parts
  public record Reload(
      boolean checkConfig,
      Optional<String> checkLog,
      Optional<String> timeFile,
      boolean repeat,
      Optional<String> markerFile,
      boolean lenient) {

    public static final Reload DEFAULT =
        new Reload(false, Optional.empty(), Optional.empty(), false, Optional.empty(), false);
  }

  /// @param jsonVersion layout of the JSON dump, 1 or 2
  /// @param useInstance adds namespace and instance to dump file names
  /// @param metrics where `/metrics` is served over TCP; empty means nowhere
  public record Dumps(
      int jsonVersion,
      boolean useInstance,
      Optional<String> stateFile,
      Optional<String> statsFile,
      Optional<String> jsonFile,
      Optional<String> tmpConfigDirectory,
      Optional<String> configSaveDirectory,
      Optional<Endpoint> metrics) {

    public static final Dumps DEFAULT =
        new Dumps(
            1,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// The MIBs that the file enables.
  public record Snmp(
      Optional<String> socket,
      boolean vrrp,
      boolean rfc2,
      boolean rfc3,
      boolean checker,
      boolean traps) {

    public static final Snmp DEFAULT =
        new Snmp(Optional.empty(), false, false, false, false, false);
  }

  public record Dbus(boolean enabled, Optional<String> serviceName) {
    public static final Dbus DEFAULT = new Dbus(false, Optional.empty());
  }

  /// @param table table for `no_accept` and VMAC rules; empty without the keyword
  /// @param ipvsTable table that marks group members for `nftables_ipvs`; empty means not used
  public record Nftables(
      Optional<String> table,
      int priority,
      boolean byIndex,
      boolean counters,
      Optional<String> ipvsTable,
      int ipvsPriority,
      long ipvsStartMark) {

    public static final Nftables DEFAULT =
        new Nftables(Optional.empty(), -1, false, false, Optional.empty(), -1, 1000);
  }
}
