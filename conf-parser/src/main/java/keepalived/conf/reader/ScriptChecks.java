package keepalived.conf.reader;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.global.ScriptUse;
import keepalived.conf.host.HostFacts;
import keepalived.conf.host.HostFacts.ScriptStatus;
import keepalived.conf.schema.Diagnostics;
import keepalived.conf.vrrp.VrrpChecks;
import keepalived.core.config.script.Script;

/// Checks the files of the scripts, as the original does when it starts. A missing script is
/// disabled, and a script that other users can change is refused. If scripts run without script
/// security, one diagnostic says so.
final class ScriptChecks {

  private final Drafts drafts;
  private final HostFacts host;
  private final Diagnostics diagnostics;
  private final Map<String, ScriptStatus> known = new HashMap<>();

  private ScriptChecks(Drafts drafts, HostFacts host, Diagnostics diagnostics) {
    this.drafts = drafts;
    this.host = host;
    this.diagnostics = diagnostics;
  }

  static void check(Drafts drafts, HostFacts host, Diagnostics diagnostics) {
    var checks = new ScriptChecks(drafts, host, diagnostics);
    var global = drafts.global().uses;
    boolean runs = checks.any(global, ScriptUse.Kind.START_STOP);
    if (drafts.lvs().active()) {
      runs |= checks.any(global, ScriptUse.Kind.CHECK);
      runs |= checks.all(drafts.lvs().uses());
    }
    // At a missing interface the original stops before it checks the scripts of VRRP.
    if (drafts.vrrp().active() && !diagnostics.has(Code.INTERFACE_MISSING)) {
      runs |= checks.any(global, ScriptUse.Kind.VRRP);
      runs |= checks.all(List.copyOf(drafts.vrrp().uses()));
    }
    if (runs && !drafts.inherited().scriptSecurity) {
      checks.securityOff();
    }
  }

  private ScriptUse first;

  private boolean any(List<ScriptUse> uses, ScriptUse.Kind kind) {
    return all(uses.stream().filter(u -> u.kind() == kind).toList());
  }

  /// Checks these scripts. Returns whether at least one of them runs.
  private boolean all(List<ScriptUse> uses) {
    boolean runs = false;
    for (var use : uses) {
      if (runs(use)) {
        runs = true;
        if (first == null) {
          first = use;
        }
      }
    }
    return runs;
  }

  private boolean runs(ScriptUse use) {
    var script = use.script();
    if (script.kind() != Script.Kind.PROGRAM) {
      return false;
    }
    boolean asRoot = script.runAs().flatMap(u -> u.user()).filter(u -> !isRoot(u)).isEmpty();
    var status =
        known.computeIfAbsent(
            script.program() + (asRoot ? "!" : ""), p -> host.script(script.program(), asRoot));
    return switch (status) {
      case FINE -> true;
      case NOT_FOUND -> {
        missing(use);
        yield false;
      }
      case NOT_RUNNABLE -> {
        disable(use, "cannot be run: it is no program");
        yield true;
      }
      case NOT_EXECUTABLE -> {
        notExecutable(use);
        yield true;
      }
      case INSECURE -> insecure(use);
    };
  }

  private static boolean isRoot(String user) {
    return user.equals("root") || user.equals("0");
  }

  private void missing(ScriptUse use) {
    if (use.kind() == ScriptUse.Kind.TRACK) {
      disable(use, "was not found, or is not executable");
      return;
    }
    diagnostics.add(
        new Diagnostic(
                Code.NOTIFY_NOT_FOUND,
                use.place(),
                "'" + use.script().program() + "' was not found, or is not executable")
            .because(
                use.kind() == ScriptUse.Kind.MISC_CHECK
                    ? "this check is off: the server counts as up without it, until a reload finds"
                        + " the script"
                    : "'" + use.name() + "' has no effect until it is there"));
  }

  private void disable(ScriptUse use, String why) {
    diagnostics.add(
        new Diagnostic(
                Code.SCRIPT_NOT_FOUND, use.place(), "'" + use.script().program() + "' " + why)
            .because(
                use.kind() == ScriptUse.Kind.TRACK
                    ? "vrrp_script '" + use.name() + "' is disabled; nothing tracks it"
                    : "it is disabled")
            .original("Disabling track script " + use.name() + " since not found/accessible"));
    if (use.kind() == ScriptUse.Kind.TRACK) {
      VrrpChecks.dropScript(drafts.vrrp(), use.name());
    }
  }

  private void notExecutable(ScriptUse use) {
    String program = use.script().program();
    diagnostics.add(
        new Diagnostic(
                Code.SCRIPT_NOT_EXECUTABLE, use.place(), "'" + program + "' is not executable")
            .because("starting it fails each time")
            .fix("chmod +x " + program)
            .original(
                "WARNING - script '%s' is not executable for uid:gid - disabling."
                    .formatted(program)));
  }

  private boolean insecure(ScriptUse use) {
    boolean refused = drafts.inherited().scriptSecurity;
    var insecure =
        new Diagnostic(
                refused && use.kind() == ScriptUse.Kind.TRACK
                    ? Code.SCRIPT_REFUSED
                    : Code.SCRIPT_INSECURE,
                use.place(),
                "someone other than root can change '"
                    + use.script().program()
                    + "', which runs as root")
            .because(refused ? "it is disabled" : "it runs all the same, without script security")
            .fix("make the file and all directories above it writable by root only")
            .original("Disabling track script " + use.name() + " due to insecure");
    diagnostics.add(refused ? insecure.severity(Severity.ERROR) : insecure);
    if (refused && use.kind() == ScriptUse.Kind.TRACK) {
      VrrpChecks.dropScript(drafts.vrrp(), use.name());
    }
    return !refused;
  }

  private void securityOff() {
    diagnostics.add(
        new Diagnostic(
                Code.SCRIPT_SECURITY_OFF,
                first.place(),
                "scripts run although enable_script_security is not set")
            .fix("add to global_defs: enable_script_security and script_user root")
            .original(
                "SECURITY VIOLATION - scripts are being executed but script_security not"
                    + " enabled."));
  }
}
