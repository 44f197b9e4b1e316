package keepalived.daemon.status;

import java.time.Duration;
import java.util.Locale;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Part;
import keepalived.core.text.Printable;

/// The first section of each part's dump: settings of the whole daemon, in the original's words.
public final class GlobalDump {

  private final StringBuilder text = new StringBuilder();

  private GlobalDump() {}

  /// @param hostName used when no router id is configured
  public static String text(GlobalSettings global, String hostName) {
    var dump = new GlobalDump();
    dump.text.append("------< Global definitions >------\n");
    global.dumps().configSaveDirectory().ifPresent(d -> dump.line("Config save dir = " + d));
    dump.process(global.process());
    dump.line("Router ID = " + global.routerId().orElse(hostName));
    dump.mail(global.mail());
    dump.vrrp(global);
    dump.scheduling(global.process());
    dump.snmp(global);
    dump.scripts(global.scripts());
    dump.line("rs_init_notifies = " + bit(global.lvs().rsInitNotifies()));
    dump.line("no_checker_emails = " + bit(global.mail().noCheckerEmails()));
    dump.line("umask = 0" + Integer.toOctalString(global.process().umask()));
    return dump.text.toString();
  }

  private void line(String line) {
    text.append(' ').append(Printable.of(line)).append('\n');
  }

  private void process(GlobalSettings.Process process) {
    line("Network namespace = " + process.netNamespace().orElse("(default)"));
    line("Network namespace ipvs = " + process.netNamespaceIpvs().orElse("(main namespace)"));
    process.instance().ifPresent(name -> line("Instance = " + name));
  }

  private void mail(GlobalSettings.Mail mail) {
    mail.server().ifPresent(s -> line("Smtp server = " + s.host()));
    mail.server().ifPresent(s -> line("Smtp server port = " + s.port()));
    mail.heloName().ifPresent(name -> line("Smtp HELO name = " + name));
    if (mail.server().isPresent()) {
      line("Smtp server connection timeout = " + mail.connectTimeout().toSeconds());
    }
    mail.from().ifPresent(from -> line("Email notification from = " + from));
    if (!mail.recipients().isEmpty()) {
      line("Email notification to:");
      mail.recipients().forEach(to -> line("  " + to));
    }
  }

  private void vrrp(GlobalSettings global) {
    var vrrp = global.vrrp();
    line("Checkers log all failures = " + global.lvs().logAllFailures());
    line("Dynamic interfaces = " + vrrp.dynamicInterfaces());
    line("Default interface = " + vrrp.defaultInterface());
    line("Disable local IGMP = " + (vrrp.disableLocalIgmp() ? "yes" : "no"));
    line("LVS flush = " + global.lvs().flush());
    line(
        "LVS flush on stop = "
            + switch (global.lvs().flushOnStop()) {
              case NO -> "disabled";
              case ALL -> "full";
              case VIRTUAL_SERVERS -> "VS";
            });
    line("FIFO write vrrp states on reload = " + global.fifos().writeVrrpStatesOnReload());
    line("VRRP IPv4 mcast group = " + vrrp.group4());
    line("VRRP IPv6 mcast group = " + vrrp.group6());
    line("Gratuitous ARP interval = " + seconds(vrrp.garpInterval()));
    line("Gratuitous NA interval = " + seconds(vrrp.gnaInterval()));
    line("Max auto priority = " + global.process().maxAutoPriority());
  }

  private void scheduling(GlobalSettings.Process process) {
    scheduling("VRRP", process.of(Part.VRRP));
    scheduling("Checker", process.of(Part.CHECKER));
    scheduling("BFD", process.of(Part.BFD));
  }

  private void scheduling(String part, GlobalSettings.Scheduling scheduling) {
    line(part + " process priority = " + scheduling.nice().orElse(0));
    line(part + " don't swap = " + scheduling.lockMemory());
    line(part + " realtime priority = " + scheduling.realTimePriority().orElse(0));
    line(part + " realtime limit = " + scheduling.rlimitRttime().toNanos() / 1000);
  }

  private void snmp(GlobalSettings global) {
    var snmp = global.snmp();
    line("SNMP vrrp " + enabled(snmp.vrrp()));
    line("SNMP checker " + enabled(snmp.checker()));
    line("SNMP RFCv2 " + enabled(snmp.rfc2()));
    line("SNMP RFCv3 " + enabled(snmp.rfc3()));
    line("SNMP traps " + enabled(snmp.traps()));
    line("DBus " + enabled(global.dbus().enabled()));
  }

  private static String enabled(boolean on) {
    return on ? "enabled" : "disabled";
  }

  private void scripts(GlobalSettings.Scripts scripts) {
    line("Script security " + (scripts.security() ? "enabled" : "disabled"));
    scripts.startup().ifPresent(s -> line("Startup script = " + ItemText.script(s)));
    scripts.shutdown().ifPresent(s -> line("Shutdown script = " + ItemText.script(s)));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.6f", duration.toNanos() / 1e9);
  }

  private static int bit(boolean on) {
    return on ? 1 : 0;
  }
}
