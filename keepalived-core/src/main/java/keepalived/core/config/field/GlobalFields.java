package keepalived.core.config.field;

import static keepalived.core.config.field.Meaning.RESTART;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.LvsGlobals.FlushOnStop;
import keepalived.core.config.GlobalSettings.RxBuffers;
import keepalived.core.log.Part;

/// The fields of `global_defs` and of the root-level settings. Settings that instances inherit
/// (timing of announcements, version, strict mode) are fields of the instances.
public final class GlobalFields {

  public static final List<Field<GlobalSettings>> ALL =
      Stream.of(
              process(),
              Stream.of(Part.values()).flatMap(part -> scheduling(part).stream()).toList(),
              mail(),
              scripts(),
              fifos(),
              vrrp(),
              lvs(),
              files(),
              interfaces(),
              nftables())
          .flatMap(List::stream)
          .toList();

  private GlobalFields() {}

  private static List<Field<GlobalSettings>> process() {
    return List.of(
        Field.<GlobalSettings>of("net_namespace", g -> g.process().netNamespace()).meaning(RESTART),
        Field.<GlobalSettings>of("net_namespace_ipvs", g -> g.process().netNamespaceIpvs())
            .meaning(RESTART),
        Field.<GlobalSettings>of("instance", g -> g.process().instance()).meaning(RESTART),
        Field.of("router_id", GlobalSettings::routerId),
        Field.of("use_pid_dir", g -> g.process().usePidDir()),
        Field.of("process_names", g -> g.process().processNames()),
        Field.of("child_wait_time", g -> g.process().childWaitTime()),
        Field.of("umask", g -> "0" + Integer.toOctalString(g.process().umask())),
        Field.of("max_auto_priority", g -> g.process().maxAutoPriority()));
  }

  private static List<Field<GlobalSettings>> scheduling(Part part) {
    String prefix = part == Part.PARENT ? "process" : part.name().toLowerCase(Locale.ROOT);
    String name = part == Part.PARENT ? "process_name" : prefix + "_process_name";
    return List.of(
        Field.of(name, g -> Optional.ofNullable(g.process().names().get(part))),
        Field.of(prefix + "_priority", g -> g.process().of(part).nice()),
        Field.of(prefix + "_rt_priority", g -> g.process().of(part).realTimePriority()),
        Field.of(prefix + "_no_swap", g -> g.process().of(part).lockMemory()),
        Field.of(prefix + "_cpu_affinity", g -> g.process().of(part).cpus()),
        Field.of(
            prefix + "_rlimit_rttime",
            g -> g.process().of(part).rlimitRttime(),
            Words::microseconds));
  }

  private static List<Field<GlobalSettings>> mail() {
    return List.of(
        Field.of("smtp_server", g -> g.mail().server().map(s -> s.host() + " " + s.port())),
        Field.of("notification_email_from", g -> g.mail().from()),
        Field.list("notification_email", g -> g.mail().recipients(), address -> address),
        Field.of("smtp_helo_name", g -> g.mail().heloName()),
        Field.of("smtp_connect_timeout", g -> g.mail().connectTimeout()),
        Field.of("no_email_faults", g -> g.mail().noFaults()),
        Field.of("no_checker_emails", g -> g.mail().noCheckerEmails()),
        Field.of("smtp_tls", g -> g.mail().security().tls()),
        Field.of("smtp_login", g -> g.mail().security().login()),
        Field.of("smtp_password_file", g -> g.mail().security().passwordFile()),
        Field.of("smtp_tls_verify", g -> g.mail().security().verify()));
  }

  private static List<Field<GlobalSettings>> scripts() {
    return List.of(
        Field.of("script_user", g -> g.scripts().user()),
        Field.of("enable_script_security", g -> g.scripts().security()),
        Field.of("use_symlink_paths", g -> g.scripts().useSymlinkPaths()),
        Field.of("set_supplementary_groups", g -> g.scripts().supplementaryGroups()),
        Field.of("startup_script", g -> g.scripts().startup()),
        Field.of("startup_script_timeout", g -> g.scripts().startupTimeout()),
        Field.of("shutdown_script", g -> g.scripts().shutdown()),
        Field.of("shutdown_script_timeout", g -> g.scripts().shutdownTimeout()));
  }

  private static List<Field<GlobalSettings>> fifos() {
    return List.of(
        Field.of("notify_fifo", g -> g.fifos().all().map(GlobalFields::fifo)),
        reader("notify_fifo_script", g -> g.fifos().all()),
        Field.of("vrrp_notify_fifo", g -> g.fifos().vrrp().map(GlobalFields::fifo)),
        reader("vrrp_notify_fifo_script", g -> g.fifos().vrrp()),
        Field.of("lvs_notify_fifo", g -> g.fifos().lvs().map(GlobalFields::fifo)),
        reader("lvs_notify_fifo_script", g -> g.fifos().lvs()),
        Field.of("fifo_write_vrrp_states_on_reload", g -> g.fifos().writeVrrpStatesOnReload()));
  }

  private static String fifo(GlobalSettings.Fifo fifo) {
    return fifo.path() + fifo.owner().map(user -> " " + Words.text(user)).orElse("");
  }

  private static Field<GlobalSettings> reader(
      String keyword, Function<GlobalSettings, Optional<GlobalSettings.Fifo>> of) {
    return Field.of(keyword, g -> of.apply(g).flatMap(GlobalSettings.Fifo::reader));
  }

  private static List<Field<GlobalSettings>> vrrp() {
    return List.of(
        Field.of("vrrp_mcast_group4", g -> g.vrrp().group4()),
        Field.of("vrrp_mcast_group6", g -> g.vrrp().group6()),
        Field.of("vrrp_garp_interval", g -> g.vrrp().garpInterval()),
        Field.of("vrrp_gna_interval", g -> g.vrrp().gnaInterval()),
        Field.of("vrrp_startup_delay", g -> g.vrrp().startupDelay()),
        Field.of("vrrp_delay_after_boot", g -> g.vrrp().delayAfterBoot()),
        Field.of("log_unknown_vrids", g -> g.vrrp().logUnknownVrids()),
        Field.of("dynamic_interfaces", g -> dynamicInterfaces(g.vrrp())),
        Field.of("default_interface", g -> g.vrrp().defaultInterface()),
        Field.<GlobalSettings>of("disable_local_igmp", g -> g.vrrp().disableLocalIgmp())
            .meaning(RESTART),
        Field.of("vrrp_rx_bufs_policy", g -> policy(g.vrrp().rxBuffers())),
        Field.of("vrrp_rx_bufs_multiplier", g -> g.vrrp().rxBuffers().multiplier()),
        Field.of("vrrp_netlink_monitor_rcv_bufs", g -> g.vrrp().netlinkMonitorReceiveBuffer()),
        Field.of("vrrp_netlink_cmd_rcv_bufs", g -> g.vrrp().netlinkCommandReceiveBuffer()),
        Field.of("process_monitor_rcv_bufs", g -> g.vrrp().processMonitorReceiveBuffer()));
  }

  private static String dynamicInterfaces(GlobalSettings.VrrpGlobals vrrp) {
    return Words.text(vrrp.dynamicInterfaces())
        + (vrrp.allowInterfaceChanges() ? " allow_if_changes" : "");
  }

  private static String policy(RxBuffers buffers) {
    String bytes = buffers.bytes() == 0 ? "" : " " + buffers.bytes();
    return switch (buffers.policy()) {
      case KERNEL -> "none" + bytes;
      case MTU, ADVERT -> buffers.policy() + bytes;
      case BYTES -> Integer.toString(buffers.bytes());
    };
  }

  private static List<Field<GlobalSettings>> lvs() {
    return List.of(
        Field.of("lvs_timeouts", g -> timeouts(g.lvs().timeouts())),
        Field.of("lvs_flush", g -> g.lvs().flush()),
        Field.of("lvs_flush_on_stop", g -> flush(g.lvs().flushOnStop())),
        Field.of("lvs_sync_daemon", g -> g.lvs().syncDaemon().map(GlobalFields::syncDaemon)),
        Field.of("rs_init_notifies", g -> g.lvs().rsInitNotifies()),
        Field.of("checker_log_all_failures", g -> g.lvs().logAllFailures()));
  }

  private static String timeouts(GlobalSettings.LvsTimeouts timeouts) {
    var words = new ArrayList<String>();
    timeout(words, "tcp", timeouts.tcp());
    timeout(words, "tcpfin", timeouts.tcpFin());
    timeout(words, "udp", timeouts.udp());
    return Words.text(words);
  }

  private static void timeout(List<String> words, String name, Optional<Duration> timeout) {
    timeout.ifPresent(duration -> words.add(name + " " + Words.seconds(duration)));
  }

  private static String flush(FlushOnStop flush) {
    return switch (flush) {
      case NO -> "off";
      case ALL -> "on";
      case VIRTUAL_SERVERS -> "VS";
    };
  }

  private static String syncDaemon(GlobalSettings.LvsSyncDaemon daemon) {
    var words = new ArrayList<String>();
    words.add(daemon.interfaceName());
    daemon.instance().ifPresent(words::add);
    daemon.id().ifPresent(id -> words.add("id " + id));
    daemon.maxLength().ifPresent(length -> words.add("maxlen " + length));
    daemon.port().ifPresent(port -> words.add("port " + port));
    daemon.ttl().ifPresent(ttl -> words.add("ttl " + ttl));
    daemon.group().ifPresent(group -> words.add("group " + group));
    return String.join(" ", words);
  }

  private static List<Field<GlobalSettings>> files() {
    return List.of(
        Field.of("reload_check_config", g -> checkConfig(g.reload())),
        Field.of("reload_time_file", g -> g.reload().timeFile()),
        Field.of("reload_repeat", g -> g.reload().repeat()),
        Field.of("reload_file", g -> g.reload().markerFile()),
        Field.of("reload_lenient", g -> g.reload().lenient()),
        Field.of("json_version", g -> g.dumps().jsonVersion()),
        Field.of("data_use_instance", g -> g.dumps().useInstance()),
        Field.of("state_dump_file", g -> g.dumps().stateFile()),
        Field.of("stats_dump_file", g -> g.dumps().statsFile()),
        Field.of("json_dump_file", g -> g.dumps().jsonFile()),
        Field.of("metrics_address", g -> g.dumps().metrics()),
        Field.<GlobalSettings>of("tmp_config_directory", g -> g.dumps().tmpConfigDirectory())
            .meaning(RESTART),
        Field.of("config_save_dir", g -> g.dumps().configSaveDirectory()));
  }

  private static String checkConfig(GlobalSettings.Reload reload) {
    return Words.text(reload.checkConfig()) + reload.checkLog().map(log -> " " + log).orElse("");
  }

  private static List<Field<GlobalSettings>> interfaces() {
    return List.of(
        Field.of("snmp_socket", g -> g.snmp().socket()),
        Field.of("enable_snmp_vrrp", g -> g.snmp().vrrp()),
        Field.of("enable_snmp_rfcv2", g -> g.snmp().rfc2()),
        Field.of("enable_snmp_rfcv3", g -> g.snmp().rfc3()),
        Field.of("enable_snmp_checker", g -> g.snmp().checker()),
        Field.of("enable_traps", g -> g.snmp().traps()),
        Field.of("enable_dbus", g -> g.dbus().enabled()),
        Field.of("dbus_service_name", g -> g.dbus().serviceName()));
  }

  private static List<Field<GlobalSettings>> nftables() {
    return List.of(
        Field.<GlobalSettings>of("nftables", g -> g.nftables().table()).meaning(RESTART),
        Field.of("nftables_priority", g -> g.nftables().priority()),
        Field.of("nftables_ifindex", g -> g.nftables().byIndex()),
        Field.of("nftables_counters", g -> g.nftables().counters()),
        Field.<GlobalSettings>of("nftables_ipvs", g -> g.nftables().ipvsTable()).meaning(RESTART),
        Field.of("nftables_ipvs_priority", g -> g.nftables().ipvsPriority()),
        Field.of("nftables_ipvs_start_fwmark", g -> g.nftables().ipvsStartMark()));
  }
}
