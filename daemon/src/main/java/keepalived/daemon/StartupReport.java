package keepalived.daemon;

import java.util.EnumSet;
import keepalived.core.config.Config;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.cli.Options;
import keepalived.daemon.log.Journal;
import keepalived.daemon.process.Capability;

/// Logs at start which requested features are unavailable.
public final class StartupReport {

  private StartupReport() {}

  /// Whether the process lacks a capability that VRRP needs; logs it in that case.
  public static boolean hopeless(Config config, Options options, Journal journal) {
    if (!options.parts().vrrp() || config.vrrp().instances().isEmpty()) {
      return false;
    }
    var lacking = EnumSet.of(Capability.NET_ADMIN, Capability.NET_RAW);
    lacking.removeAll(Capability.held());
    lacking.forEach(c -> journal.log(Part.VRRP, Level.ERROR, c.complaint()));
    if (!lacking.isEmpty()) {
      long pid = ProcessHandle.current().pid();
      String text = "pid " + pid + " exited with permanent error missing permission. Terminating";
      journal.log(Part.PARENT, Level.ERROR, text);
    }
    return !lacking.isEmpty();
  }

  public static void tell(Config config, Options options, Journal journal) {
    var wanted = options.behaviour();
    tellIdle(config, journal);
    for (var missing : Capability.missing(config, Capability.held())) {
      journal.log(Part.PARENT, Level.WARNING, missing.complaint());
    }
    var snmp = config.global().snmp();
    boolean snmpWanted =
        wanted.snmp()
            || wanted.snmpSocket().isPresent()
            || snmp.vrrp()
            || snmp.rfc2()
            || snmp.rfc3()
            || snmp.checker();
    if (snmpWanted) {
      warn(journal, "SNMP is not implemented: its options and keywords have no effect");
    }
    if (config.global().dbus().enabled()) {
      warn(journal, "D-Bus is not implemented: enable_dbus has no effect");
    }
    if (wanted.releaseVipsOnSignal()) {
      warn(journal, "--release-vips has no effect: addresses are always released");
    }
  }

  /// Logs that nothing is configured; at a reload the file may have been truncated by a full disk.
  public static void tellIdle(Config config, Journal journal) {
    if (config.vrrp().instances().isEmpty() && config.lvs().virtualServers().isEmpty()) {
      journal.info(Part.PARENT, "Warning - keepalived has no configuration to run");
    }
  }

  private static void warn(Journal journal, String text) {
    journal.log(Part.PARENT, Level.WARNING, text);
  }
}
