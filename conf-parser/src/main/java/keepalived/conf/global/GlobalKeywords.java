package keepalived.conf.global;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;

/// The keywords of `global_defs`.
public final class GlobalKeywords {

  private static final long UINT = 0xFFFF_FFFFL;

  /// That of the public exporter, which scrapers and firewalls know.
  private static final long METRICS_PORT = 9165;

  private GlobalKeywords() {}

  public static Keywords<GlobalDraft> table() {
    var table = Keywords.<GlobalDraft>of("global_defs");
    ProcessKeywords.add(table);
    mail(table);
    scripts(table);
    VrrpGlobalKeywords.add(table);
    lvs(table);
    snmpAndDbus(table);
    files(table);
    return table;
  }

  /// Adds the keywords that belong to the root but set something global.
  public static void addRoot(Keywords<GlobalDraft> table) {
    ProcessKeywords.addRoot(table);
  }

  private static void mail(Keywords<GlobalDraft> table) {
    table
        .text("router_id", Missing.COMPLAINT, (d, v) -> d.mail.routerId = Optional.of(v))
        .text(
            "notification_email_from",
            Missing.COMPLAINT,
            (d, v) -> d.mail.mailFrom = Optional.of(v))
        .custom("smtp_server", GlobalKeywords::mailServer)
        .text("smtp_helo_name", Missing.FINE, (d, v) -> d.mail.heloName = Optional.of(v))
        .custom("smtp_connect_timeout", GlobalKeywords::mailTimeout)
        .entries("notification_email", GlobalKeywords::recipient, GlobalKeywords::recipients)
        .bool("smtp_alert", (d, v) -> d.mail.smtpAlert = Optional.of(v))
        .bool("smtp_alert_vrrp", (d, v) -> d.mail.smtpAlertVrrp = Optional.of(v))
        .bool("smtp_alert_checker", (d, v) -> d.mail.smtpAlertChecker = Optional.of(v))
        .flag("no_email_faults", d -> d.mail.noMailFaults = true)
        .bool("no_checker_emails", (d, v) -> d.mail.noCheckerMail = v);
    MailSecurityKeywords.addTo(table);
  }

  private static void mailServer(GlobalDraft draft, Args args) {
    var host = args.required();
    if (host.isEmpty()) {
      return;
    }
    long port = 25;
    if (args.hasNext()) {
      var number = args.integer(args.word().orElseThrow(), 1, 65535);
      if (number.isEmpty()) {
        return;
      }
      port = number.get();
    }
    String name = host.get().text();
    if (IpAddress.parse(name).isEmpty() && !isOldAddress(name) && !args.host().resolves(name)) {
      args.add(
          new Diagnostic(
                  Code.NAME_UNRESOLVED,
                  args.place(host.get()),
                  "the mail server's name '" + name + "' cannot be resolved")
              .because("no mail is sent")
              .fix("write its address")
              .original("Invalid smtp server " + name + " " + port));
    }
    draft.mail.mailServer = Optional.of(new GlobalSettings.Mail.Server(name, (int) port));
  }

  /// Whether the name is a number that the C library reads as an address: `1`, `10.1`,
  /// `0x7f000001`.
  private static boolean isOldAddress(String name) {
    return name.matches("(0[xX][0-9a-fA-F]{1,8}|[0-9]{1,9})(\\.[0-9]{1,9}){0,3}");
  }

  private static void mailTimeout(GlobalDraft draft, Args args) {
    args.required()
        .flatMap(w -> args.integer(w, 0, 4294))
        .ifPresent(
            v -> {
              if (v == 0) {
                args.report(Code.ADJUSTED, "'smtp_connect_timeout' must be at least 1; 1 is used");
              }
              draft.mail.mailTimeout = Duration.ofSeconds(Math.max(1, v));
            });
  }

  private static void recipient(GlobalDraft draft, Args args) {
    args.rest().forEach(word -> draft.mail.recipients.add(word.text()));
  }

  private static void recipients(GlobalDraft draft, Args args) {
    if (draft.mail.recipients.isEmpty()) {
      args.report(Code.INCOMPLETE, "'notification_email' names nobody");
    }
  }

  private static void scripts(Keywords<GlobalDraft> table) {
    table
        .custom("startup_script", startStop((d, s) -> d.startup = Optional.of(s)))
        .once()
        .integer(
            "startup_script_timeout",
            Missing.COMPLAINT,
            1,
            1000,
            (d, v) -> d.startupTimeout = Duration.ofSeconds(v))
        .custom("shutdown_script", startStop((d, s) -> d.shutdown = Optional.of(s)))
        .once()
        .integer(
            "shutdown_script_timeout",
            Missing.COMPLAINT,
            1,
            1000,
            (d, v) -> d.shutdownTimeout = Duration.ofSeconds(v))
        .custom("script_user", GlobalKeywords::scriptUser)
        .flag("enable_script_security", d -> d.scriptSecurity = true)
        .bool("use_symlink_paths", (d, v) -> d.symlinkPaths = v)
        .bool("set_supplementary_groups", (d, v) -> d.supplementaryGroups = v)
        .custom("notify_fifo", fifo(d -> d.fifo))
        .custom("notify_fifo_script", fifoScript(d -> d.fifo))
        .custom("vrrp_notify_fifo", fifo(d -> d.vrrpFifo))
        .custom("vrrp_notify_fifo_script", fifoScript(d -> d.vrrpFifo))
        .custom("lvs_notify_fifo", fifo(d -> d.lvsFifo))
        .custom("lvs_notify_fifo_script", fifoScript(d -> d.lvsFifo))
        .flag("fifo_write_vrrp_states_on_reload", d -> d.fifoStatesOnReload = true);
  }

  private static Action<GlobalDraft> startStop(BiConsumer<GlobalDraft, Script> setter) {
    return (draft, args) -> {
      if (!args.hasNext()) {
        args.word(Missing.COMPLAINT);
        return;
      }
      var command = ScriptReader.command(args);
      var user = command.flatMap(c -> ScriptReader.user(c.after()));
      if (user.isPresent() && !ScriptReader.known(args, user.get())) {
        args.report(Code.USER_UNKNOWN, "the user or group of this script does not exist");
        return;
      }
      new ScriptReader(draft)
          .script(args, command.orElseThrow(), user)
          .ifPresent(
              script -> {
                setter.accept(draft, script);
                draft.uses.add(
                    new ScriptUse(ScriptUse.Kind.START_STOP, args.keyword(), script, args.place()));
              });
    };
  }

  private static void scriptUser(GlobalDraft draft, Args args) {
    var user = args.word(Missing.COMPLAINT);
    if (user.isEmpty()) {
      return;
    }
    var runAs =
        ScriptReader.user(
            Stream.concat(Stream.of(user.get()), args.rest().stream()).map(w -> w.text()).toList());
    if (!ScriptReader.known(args, runAs.orElseThrow())) {
      draft.scriptUserInvalid = true;
      args.add(
          new Diagnostic(
                  Code.USER_UNKNOWN,
                  args.place(user.get()),
                  "'" + user.get() + "' or its group does not exist")
              .because("scripts without a user of their own cannot run")
              .original("Script user '" + user.get() + "' does not exist"));
      return;
    }
    draft.scriptUser = runAs;
  }

  private static void includeCheck(GlobalDraft draft, Args args) {
    for (var word : args.rest()) {
      if (!word.text().matches("[+-]?(read|match|wildcard_match|brace_match)")) {
        args.add(
            new Diagnostic(
                    Code.WORD_INVALID, args.place(word), "'" + word + "' is not an include check")
                .fix("write read, match, wildcard_match or brace_match"));
      }
    }
  }

  private static Action<GlobalDraft> fifo(Function<GlobalDraft, GlobalDraft.FifoDraft> of) {
    return (draft, args) -> {
      var path = args.word(Missing.COMPLAINT);
      if (path.isEmpty()) {
        return;
      }
      var fifo = of.apply(draft);
      if (fifo.path.isPresent()) {
        args.report(Code.ALREADY_SET, "'" + args.keyword() + "' is already set; this is ignored");
        return;
      }
      fifo.path = Optional.of(path.get().text());
      var owner = ScriptReader.user(args.rest().stream().map(w -> w.text()).toList());
      if (owner.isPresent() && !ScriptReader.known(args, owner.get())) {
        args.report(Code.NOTIFY_NOT_FOUND, "the user or group of this FIFO does not exist");
        return;
      }
      fifo.owner = owner;
    };
  }

  private static Action<GlobalDraft> fifoScript(Function<GlobalDraft, GlobalDraft.FifoDraft> of) {
    return (draft, args) -> {
      var fifo = of.apply(draft);
      if (fifo.reader.isPresent()) {
        args.raw();
        args.report(Code.ALREADY_SET, "'" + args.keyword() + "' is already set; this is ignored");
        return;
      }
      if (!args.hasNext()) {
        args.word(Missing.COMPLAINT);
        return;
      }
      var place = args.place();
      String keyword = args.keyword();
      fifo.reader = new ScriptReader(draft).read(args);
      var kind = keyword.startsWith("lvs_") ? ScriptUse.Kind.CHECK : ScriptUse.Kind.VRRP;
      fifo.reader.ifPresent(s -> draft.uses.add(new ScriptUse(kind, keyword, s, place)));
    };
  }

  private static void lvs(Keywords<GlobalDraft> table) {
    table
        .bool("checker_log_all_failures", (d, v) -> d.logAllFailures = v)
        .custom("lvs_timeouts", LvsGlobals::timeouts)
        .flag("lvs_flush", d -> d.lvsFlush = true)
        .custom("lvs_flush_on_stop", LvsGlobals::flushOnStop)
        .formerly("lvs_flush_onstop", "lvs_flush_on_stop")
        .custom("lvs_sync_daemon", LvsGlobals::syncDaemon)
        .bool("rs_init_notifies", (d, v) -> d.rsInitNotifies = v)
        .custom(
            "nftables_ipvs",
            (d, args) ->
                d.engine.nftablesIpvs =
                    Optional.of(args.word().map(w -> w.text()).orElse("keepalived_ipvs")))
        .once()
        .unsupported("each address of a group is a service of its own")
        .integer(
            "nftables_ipvs_priority",
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            (d, v) -> d.engine.nftablesIpvsPriority = (int) v)
        .unsupported("see nftables_ipvs")
        .integer("nftables_ipvs_start_fwmark", 1, UINT, (d, v) -> d.engine.nftablesIpvsMark = v)
        .unsupported("see nftables_ipvs");
  }

  private static void snmpAndDbus(Keywords<GlobalDraft> table) {
    table
        .onlyText("snmp_socket", (d, v) -> d.outside.snmpSocket = Optional.of(v))
        .unsupported("SNMP is not spoken")
        .once()
        .flag("enable_traps", d -> d.outside.snmpTraps = true)
        .unsupported("SNMP is not spoken")
        .flag("enable_snmp_vrrp", d -> d.outside.snmpVrrp = true)
        .unsupported("SNMP is not spoken")
        .formerly("enable_snmp_keepalived", "enable_snmp_vrrp")
        .flag("enable_snmp_rfc", d -> d.outside.snmpRfc2 = d.outside.snmpRfc3 = true)
        .unsupported("SNMP is not spoken")
        .flag("enable_snmp_rfcv2", d -> d.outside.snmpRfc2 = true)
        .unsupported("SNMP is not spoken")
        .flag("enable_snmp_rfcv3", d -> d.outside.snmpRfc3 = true)
        .unsupported("SNMP is not spoken")
        .flag("enable_snmp_checker", d -> d.outside.snmpChecker = true)
        .unsupported("SNMP is not spoken")
        .seconds("snmp_vs_stats_update_interval", "0.001", "30", (d, v) -> {})
        .ignored("counters are read when asked for")
        .seconds("snmp_rs_stats_update_interval", "0.001", "30", (d, v) -> {})
        .ignored("counters are read when asked for")
        .flag("enable_dbus", d -> d.outside.dbus = true)
        .unsupported("there is no D-Bus service")
        .text("dbus_service_name", Missing.COMPLAINT, (d, v) -> d.outside.dbusName = Optional.of(v))
        .unsupported("there is no D-Bus service")
        .text("dbus_no_interface_name", (d, v) -> {})
        .unsupported("instances without interface are named 'none'");
  }

  private static void files(Keywords<GlobalDraft> table) {
    table
        .integer("random_seed", 0, UINT, (d, v) -> {})
        .ignored("the text pass draws before keywords are read")
        .custom(
            "reload_check_config",
            (d, args) -> {
              d.outside.reloadCheck = true;
              d.outside.reloadLog = args.word().map(w -> w.text());
            })
        .flag("reload_lenient", d -> d.outside.reloadLenient = true)
        .onlyText("reload_time_file", (d, v) -> d.outside.reloadTimeFile = Optional.of(v))
        .flag("reload_repeat", d -> d.outside.reloadRepeat = true)
        .custom(
            "reload_file",
            (d, args) ->
                d.outside.reloadMarker = Optional.of(args.word().map(w -> w.text()).orElse("")))
        .custom("include_check", GlobalKeywords::includeCheck)
        .text("config_save_dir", (d, v) -> d.outside.saveDirectory = Optional.of(v))
        .text(
            "tmp_config_directory",
            Missing.COMPLAINT,
            (d, v) -> d.outside.tmpDirectory = Optional.of(v))
        .once()
        .ignored("the configuration is read as it is, without a temporary copy")
        .bool("data_use_instance", (d, v) -> d.outside.dumpUsesInstance = v)
        .integer("json_version", 1, 2, (d, v) -> d.outside.jsonVersion = (int) v)
        .text("iproute_usr_dir", (d, v) -> {})
        .unsupported("the usual directories of iproute2 are read")
        .text("iproute_etc_dir", (d, v) -> {})
        .unsupported("the usual directories of iproute2 are read")
        .text("state_dump_file", (d, v) -> d.outside.stateFile = Optional.of(v))
        .text("stats_dump_file", (d, v) -> d.outside.statsFile = Optional.of(v))
        .text("json_dump_file", (d, v) -> d.outside.jsonFile = Optional.of(v))
        .custom("metrics_address", GlobalKeywords::metrics);
  }

  private static void metrics(GlobalDraft draft, Args args) {
    var word = args.word(Missing.COMPLAINT);
    if (word.isEmpty()) {
      return;
    }
    var address = IpAddress.parse(word.get().text());
    if (address.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.WORD_INVALID,
                  args.place(word.get()),
                  "'" + word.get().text() + "' is not an address")
              .because("the page of metrics is not served over TCP")
              .fix("write an address of this host, and a port: metrics_address 127.0.0.1 9165"));
      return;
    }
    var port =
        args.hasNext()
            ? args.integer(args.word().orElseThrow(), 1, 65535)
            : Optional.of(METRICS_PORT);
    port.ifPresent(
        number ->
            draft.outside.metrics = Optional.of(new Endpoint(address.get(), number.intValue())));
  }
}
