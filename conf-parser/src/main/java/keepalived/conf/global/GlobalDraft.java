package keepalived.conf.global;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.host.HostFacts;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.LvsSyncDaemon;
import keepalived.core.config.script.Script;
import keepalived.core.log.Part;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// The draft of `global_defs`: its values during reading.
public final class GlobalDraft {

  final ProcessPart process = new ProcessPart();
  final MailPart mail = new MailPart();
  final EnginePart engine = new EnginePart();
  final OutsidePart outside = new OutsidePart();

  // Scripts
  public Optional<Script.RunAs> scriptUser = Optional.empty();

  /// Whether `script_user` names an unknown user, so that scripts of the default user cannot run.
  public boolean scriptUserInvalid;

  public boolean scriptSecurity;
  boolean symlinkPaths;
  boolean supplementaryGroups;
  Optional<Script> startup = Optional.empty();
  Duration startupTimeout = Duration.ofSeconds(10);
  Optional<Script> shutdown = Optional.empty();
  Duration shutdownTimeout = Duration.ofSeconds(10);
  final FifoDraft fifo = new FifoDraft();
  final FifoDraft vrrpFifo = new FifoDraft();
  final FifoDraft lvsFifo = new FifoDraft();
  boolean fifoStatesOnReload;

  /// The scripts that `global_defs` runs.
  public final List<ScriptUse> uses = new ArrayList<>();

  // VRRP
  public IpAddress group4 = Ipv4Address.of("224.0.0.18");
  public IpAddress group6 = Ipv6Address.of("ff02::12");
  public boolean dynamicInterfaces;
  public String defaultInterface = "eth0";

  // Defaults of instances
  public final GarpDraft garp = new GarpDraft();
  public boolean minGarp;
  public int version = 2;
  public boolean strict;
  public boolean checkUnicastSource;
  public boolean skipCheckAddresses;
  public boolean v3ChecksumAsV2;
  public boolean lowerPriorityNoAdvert;
  public boolean higherPrioritySendAdvert;
  public boolean ownerIgnoresAdverts;
  public boolean notifyPriorityChanges;
  public int downTimerAdverts = 3;
  public String vmacPrefix = "vrrp";
  public Optional<String> vmacAddressPrefix = Optional.empty();

  // LVS
  Optional<Duration> timeoutTcp = Optional.empty();
  Optional<Duration> timeoutTcpFin = Optional.empty();
  Optional<Duration> timeoutUdp = Optional.empty();
  boolean lvsFlush;
  GlobalSettings.LvsGlobals.FlushOnStop flushOnStop = GlobalSettings.LvsGlobals.FlushOnStop.NO;
  public Optional<LvsSyncDaemon> syncDaemon = Optional.empty();
  public Optional<Place> syncDaemonPlace = Optional.empty();
  boolean rsInitNotifies;
  public boolean logAllFailures;

  SchedulingDraft scheduling(Part part) {
    return process.scheduling.computeIfAbsent(part, p -> new SchedulingDraft());
  }

  /// Whether the file names a network namespace that does not exist. The original then stops
  /// reading.
  public boolean namespaceMissing(HostFacts host) {
    return process.namespace.filter(n -> !host.namespaceExists(n)).isPresent();
  }

  /// The host as the daemon will see it: inside the network namespace that the file names.
  public HostFacts seenFromInside(HostFacts host) {
    return process.namespace.map(host::inNamespace).orElse(host);
  }

  /// Whether instances and groups send mail unless they say otherwise.
  public boolean mailVrrp() {
    return mail.smtpAlertVrrp.or(() -> mail.smtpAlert).orElse(false);
  }

  /// Whether virtual and real servers send mail unless they say otherwise. When empty, each of the
  /// two kinds has a default of its own.
  public Optional<Boolean> mailChecker() {
    return mail.smtpAlertChecker.or(() -> mail.smtpAlert);
  }

  /// A scheduling group during reading.
  public static final class SchedulingDraft {
    OptionalInt nice = OptionalInt.empty();
    OptionalInt realTime = OptionalInt.empty();
    boolean lockMemory;
    List<Integer> cpus = List.of();
    Duration rlimit = Duration.ofMillis(10);

    GlobalSettings.Scheduling build() {
      return new GlobalSettings.Scheduling(nice, realTime, lockMemory, cpus, rlimit);
    }
  }

  /// A notify FIFO during reading.
  public static final class FifoDraft {
    Optional<String> path = Optional.empty();
    Optional<Script.RunAs> owner = Optional.empty();
    Optional<Script> reader = Optional.empty();

    Optional<GlobalSettings.Fifo> build() {
      return path.map(p -> new GlobalSettings.Fifo(p, owner, reader));
    }
  }

  /// Settings of the processes and their names.
  static final class ProcessPart {
    Optional<String> instance = Optional.empty();
    Optional<String> namespace = Optional.empty();
    Optional<String> namespaceIpvs = Optional.empty();
    boolean usePidDir;
    boolean processNames;
    final Map<Part, String> names = new EnumMap<>(Part.class);
    Duration childWait = Duration.ofSeconds(5);
    int umask = 0177;
    int maxAutoPriority;
    final Map<Part, SchedulingDraft> scheduling = new EnumMap<>(Part.class);
  }

  /// Settings of alert mail.
  static final class MailPart {
    Optional<String> routerId = Optional.empty();
    Optional<GlobalSettings.Mail.Server> mailServer = Optional.empty();
    Optional<String> mailFrom = Optional.empty();
    final List<String> recipients = new ArrayList<>();
    Optional<String> heloName = Optional.empty();
    Duration mailTimeout = Duration.ofSeconds(30);
    boolean noMailFaults;
    boolean noCheckerMail;
    GlobalSettings.MailSecurity.Tls mailTls = GlobalSettings.MailSecurity.Tls.NONE;
    Optional<String> mailLogin = Optional.empty();
    Optional<String> mailPasswordFile = Optional.empty();
    boolean mailVerify = true;
    Optional<Boolean> smtpAlert = Optional.empty();
    Optional<Boolean> smtpAlertVrrp = Optional.empty();
    Optional<Boolean> smtpAlertChecker = Optional.empty();
  }

  /// Settings of the VRRP engine as a whole, and of the firewall.
  static final class EnginePart {
    Duration garpInterval = Duration.ZERO;
    Duration gnaInterval = Duration.ZERO;
    Duration startupDelay = Duration.ZERO;
    Duration delayAfterBoot = Duration.ZERO;
    boolean logUnknownVrids;
    boolean allowInterfaceChanges;
    boolean disableLocalIgmp;
    GlobalSettings.RxBuffers rxBuffers = GlobalSettings.RxBuffers.DEFAULT;
    int monitorBuffer;
    int commandBuffer;
    int processBuffer;
    Optional<String> nftables = Optional.empty();
    int nftablesPriority = -1;
    boolean nftablesByIndex;
    boolean nftablesCounters;
    Optional<String> nftablesIpvs = Optional.empty();
    int nftablesIpvsPriority = -1;
    long nftablesIpvsMark = 1000;
  }

  /// Settings of reload, dumps, SNMP and D-Bus.
  static final class OutsidePart {
    boolean reloadCheck;
    boolean reloadLenient;
    Optional<String> reloadLog = Optional.empty();
    Optional<String> reloadTimeFile = Optional.empty();
    boolean reloadRepeat;
    Optional<String> reloadMarker = Optional.empty();
    int jsonVersion = 1;
    boolean dumpUsesInstance;
    Optional<String> stateFile = Optional.empty();
    Optional<String> statsFile = Optional.empty();
    Optional<String> jsonFile = Optional.empty();
    Optional<String> tmpDirectory = Optional.empty();
    Optional<String> saveDirectory = Optional.empty();
    Optional<Endpoint> metrics = Optional.empty();
    Optional<String> snmpSocket = Optional.empty();
    boolean snmpVrrp;
    boolean snmpRfc2;
    boolean snmpRfc3;
    boolean snmpChecker;
    boolean snmpTraps;
    boolean dbus;
    Optional<String> dbusName = Optional.empty();
  }
}
