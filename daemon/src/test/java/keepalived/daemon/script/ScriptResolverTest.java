package keepalived.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.script.Script;
import keepalived.core.log.Part;
import keepalived.daemon.script.Resolution.Disabled;
import keepalived.daemon.script.Resolution.Ready;
import keepalived.daemon.script.Resolution.Reason;
import org.junit.jupiter.api.Test;

/// The first sentence of each expectation is the log line of keepalived 2.2.7 for files with the
/// same modes; our explanation follows it.
class ScriptResolverTest {

  private static final Optional<Script.RunAs> ROOT = Optional.of(runAs("root"));

  private final FakeFiles files =
      new FakeFiles()
          .file("/s/ok.sh", 0755, 0, 0)
          .file("/s/gw.sh", 0775, 0, 65534)
          .file("/s/rootgw.sh", 0775, 0, 0)
          .file("/s/ww.sh", 0757, 0, 0)
          .file("/s/nx.sh", 0644, 0, 0)
          .file("/s/own.sh", 0755, 65534, 0)
          .file("/s/suid.sh", 04757, 0, 0)
          .file("/s/sgid.sh", 02757, 1, 0)
          .file("/s/rootonly.sh", 0700, 0, 0)
          .directory("/s/open", 0777, 0, 0)
          .file("/s/open/x.sh", 0755, 0, 0)
          .directory("/s/his", 0755, 65534, 0)
          .file("/s/his/x.sh", 0755, 0, 0)
          .directory("/tmp", 01777, 0, 0)
          .file("/tmp/s.sh", 0755, 0, 0)
          .link("/tmp/his", "/s/ok.sh", 65534)
          .link("/s/sym.sh", "ok.sh", 0)
          .link("/s/todir", "/s/open/", 0)
          .link("/loop", "/loop", 0)
          .link("/bin", "usr/bin", 0)
          .file("/usr/bin/sh", 0755, 0, 0)
          .file("/usr/bin/true", 0755, 0, 0)
          .file("/usr/bin/private", 0700, 0, 0)
          .text("/s/plain.sh", "echo hi\n", new FileStatus(0100755, 0, 0))
          .text("/s/elf", "\177ELF\0\0", new FileStatus(0100755, 0, 0));

  @Test
  void whatTheRulesAllow() {
    for (String path :
        List.of(
            "/s/ok.sh", "/s/rootgw.sh", "/tmp/s.sh", "/bin/sh", "/s/sym.sh", "/s/rootonly.sh")) {
      var ready = assertInstanceOf(Ready.class, secure().resolve(script(path, ROOT)), path);
      assertEquals(List.of(), ready.messages(), path);
    }
  }

  @Test
  void whatTheRulesForbidAndWhy() {
    refused("/s/gw.sh", "/s/gw.sh is writable by group 65534 (mode 0775, bit 0020)");
    refused("/s/ww.sh", "/s/ww.sh is writable by others (mode 0757, bit 0002)");
    refused("/s/own.sh", "/s/own.sh is owned by uid 65534, not by root");
    refused("/s/open/x.sh", "/s/open is writable by others (mode 0777, bit 0002)");
    refused("/s/his/x.sh", "/s/his is owned by uid 65534, not by root");
  }

  private void refused(String path, String fault) {
    var disabled = assertInstanceOf(Disabled.class, secure().resolve(script(path, ROOT)), path);
    assertEquals(Reason.INSECURE, disabled.reason());
    assertEquals(
        List.of(
            "Unsafe permissions found for script '" + path + "' - disabling.",
            "Script security: " + fault + ", and root would run it"),
        disabled.messages());
  }

  @Test
  void aPathThroughALinkedDirectoryIsJudgedByWhatItLeadsThrough() {
    var disabled =
        assertInstanceOf(Disabled.class, secure().resolve(script("/s/todir/x.sh", ROOT)));
    assertEquals(
        "Unsafe permissions found for script '/s/open/x.sh' - disabling.",
        disabled.messages().getFirst());
  }

  /// In a sticky directory, the owner of the link can change it at any moment.
  @Test
  void aLinkThatAnotherOwnsIsRefused() {
    var disabled = assertInstanceOf(Disabled.class, secure().resolve(script("/tmp/his", ROOT)));
    assertEquals(
        "Script security: /tmp/his is owned by uid 65534, not by root, and root would run it",
        disabled.messages().getLast());
  }

  @Test
  void withoutEnforcementItRunsAndIsMarked() {
    var ready = assertInstanceOf(Ready.class, lax().resolve(script("/s/ww.sh", ROOT)));
    assertTrue(ready.insecure());
    assertEquals("Unsafe permissions found for script '/s/ww.sh'.", ready.messages().getFirst());
  }

  @Test
  void anUnprivilegedUserMayRunWhatOthersCanWriteButNotWhatIsSetIdRoot() {
    var nobody = Optional.of(runAs("nobody"));
    assertInstanceOf(Ready.class, secure().resolve(script("/s/ww.sh", nobody)));
    assertInstanceOf(Disabled.class, secure().resolve(script("/s/suid.sh", nobody)));
    assertInstanceOf(Disabled.class, secure().resolve(script("/s/sgid.sh", nobody)));
    var withRootGroup = Optional.of(new Script.RunAs(Optional.of("nobody"), Optional.of("root")));
    var disabled =
        assertInstanceOf(Disabled.class, secure().resolve(script("/s/gw.sh", withRootGroup)));
    assertTrue(disabled.messages().getLast().endsWith("user nobody with group root would run it"));
  }

  @Test
  void notThereNotAFileNotExecutable() {
    disabled(
        "/s/missing.sh",
        ROOT,
        "Script /s/missing.sh cannot be accessed - No such file or directory");
    disabled("/s/ok.sh/x", ROOT, "Script /s/ok.sh/x cannot be accessed - Not a directory");
    disabled("/loop", ROOT, "Script /loop cannot be accessed - Too many levels of symbolic links");
    disabled("./ok.sh", ROOT, "Script ./ok.sh cannot be accessed - No such file or directory");
    disabled("/s", ROOT, "Wrong file type found in script path '/s'.");
    disabled(
        "/s/nx.sh",
        ROOT,
        "WARNING - script '/s/nx.sh' is not executable for uid:gid 0:0 - disabling.");
    disabled(
        "/s/rootonly.sh",
        Optional.of(runAs("nobody")),
        "WARNING - script '/s/rootonly.sh' is not executable for uid:gid 65534:65534 - disabling.");
  }

  private void disabled(String path, Optional<Script.RunAs> runAs, String message) {
    var disabled = assertInstanceOf(Disabled.class, lax().resolve(script(path, runAs)), path);
    assertEquals(List.of(message), disabled.messages());
  }

  @Test
  void searchedInPathAsTheScriptsUser() {
    var ready = assertInstanceOf(Ready.class, secure().resolve(script("true", ROOT)));
    assertEquals(List.of("/usr/bin/true"), ready.program().arguments());
    assertEquals(
        List.of(
            "WARNING - script `true` resolved by path search to `/usr/bin/true`."
                + " Please specify full path."),
        ready.messages());
    disabled("nosuchthing", ROOT, "Cannot find script nosuchthing in path - disabling");
    disabled(
        "private",
        Optional.of(runAs("nobody")),
        "Permissions failure for script private in path - disabling");
  }

  @Test
  void directoriesAreResolvedAndTheLastNameKept() {
    files.link("/s/again", "/s", 0);
    var ready = assertInstanceOf(Ready.class, lax().resolve(script("/s/again/sym.sh", ROOT)));
    assertEquals(List.of("/s/sym.sh"), ready.program().arguments());
  }

  @Test
  void textWithoutShebangIsRunBySh() {
    var ready = assertInstanceOf(Ready.class, lax().resolve(script("/s/plain.sh", ROOT)));
    assertEquals(List.of("/bin/sh", "/s/plain.sh"), ready.program().arguments());
    assertEquals(List.of("Please add a #! shebang to script /s/plain.sh"), ready.messages());
    ready = assertInstanceOf(Ready.class, lax().resolve(script("/s/elf", ROOT)));
    assertEquals(List.of("/s/elf"), ready.program().arguments());
  }

  @Test
  void shellSyntaxRunsInAShellAndArgumentsStayArguments() {
    String text = "[[ -f /etc/keepalived/down ]] && exit 1 || exit 0";
    var script = new Script(text, List.of("[[", "-f"), ROOT, Script.Kind.SHELL);
    var ready = assertInstanceOf(Ready.class, secure().resolve(script));
    var launch = secure().launch(ready.program(), List.of("INSTANCE", "$(reboot)", "MASTER"));
    assertEquals(
        List.of("/usr/bin/sh", "-c", text, "sh", "INSTANCE", "$(reboot)", "MASTER"),
        launch.arguments());
    assertEquals(1, ready.messages().size());
    files.file("/bin/bash", 0755, 0, 0).file("/usr/bin/bash", 0755, 0, 0);
    ready = assertInstanceOf(Ready.class, secure().resolve(script));
    assertEquals("/usr/bin/bash", ready.program().arguments().getFirst());
    assertEquals("bash", ready.program().arguments().getLast());
  }

  @Test
  void aFileToReadIsOpenedAsTheScriptsUser() {
    var script =
        new Script("</var/up; rm -rf /", List.of("</var/up; rm"), ROOT, Script.Kind.READABLE);
    var ready = assertInstanceOf(Ready.class, secure().resolve(script));
    assertEquals(
        List.of("/usr/bin/sh", "-c", ": <\"$1\"", "sh", "/var/up; rm"),
        ready.program().arguments());
  }

  @Test
  void whoRunsIt() {
    var none = Optional.<Script.RunAs>empty();
    var ready = assertInstanceOf(Ready.class, lax().resolve(script("/s/ok.sh", none)));
    assertEquals(Account.ROOT, ready.program().account());
    assertEquals(List.of("Script user 'keepalived_script' does not exist"), ready.messages());

    var disabled = assertInstanceOf(Disabled.class, secure().resolve(script("/s/ok.sh", none)));
    assertEquals(
        List.of(
            "Script user 'keepalived_script' does not exist",
            "Failed to set default user for notify script /s/ok.sh - ignoring"),
        disabled.messages());

    var conventional = new Account("keepalived_script", 990, 980, List.of(980, 4));
    var resolver = resolver(true, new FakeAccounts().with(conventional), none);
    ready = assertInstanceOf(Ready.class, resolver.resolve(script("/s/ok.sh", none)));
    assertEquals(new Account("keepalived_script", 990, 980, List.of()), ready.program().account());

    var withGroup = Optional.of(new Script.RunAs(Optional.empty(), Optional.of("adm")));
    ready = assertInstanceOf(Ready.class, resolver.resolve(script("/s/ok.sh", withGroup)));
    assertEquals(new Account("keepalived_script", 990, 4, List.of()), ready.program().account());
    var byDefault = resolver(true, new FakeAccounts().with(conventional), withGroup);
    ready = assertInstanceOf(Ready.class, byDefault.resolve(script("/s/ok.sh", none)));
    assertEquals(4, ready.program().account().gid());
    ready = assertInstanceOf(Ready.class, byDefault.resolve(script("/s/ok.sh", withGroup)));
    assertEquals(4, ready.program().account().gid());
  }

  @Test
  void unknownUsersAndGroups() {
    disabled2(
        Optional.of(runAs("nouser")),
        "Script user 'nouser' does not exist",
        "Invalid user/group for notify script /s/ok.sh - ignoring");
    disabled2(
        Optional.of(new Script.RunAs(Optional.of("nobody"), Optional.of("nogrp"))),
        "Script group 'nogrp' does not exist",
        "Invalid user/group for notify script /s/ok.sh - ignoring");
    var resolver = resolver(false, new FakeAccounts(), Optional.of(runAs("nouser")));
    var disabled =
        assertInstanceOf(Disabled.class, resolver.resolve(script("/s/ok.sh", Optional.empty())));
    assertEquals(
        List.of(
            "Script user 'nouser' does not exist",
            "Failed to set default user for notify script /s/ok.sh - ignoring"),
        disabled.messages());
  }

  private void disabled2(Optional<Script.RunAs> runAs, String... messages) {
    var disabled = assertInstanceOf(Disabled.class, lax().resolve(script("/s/ok.sh", runAs)));
    assertEquals(Reason.NO_ACCOUNT, disabled.reason());
    assertEquals(List.of(messages), disabled.messages());
  }

  @Test
  void modesAreLookedAtAgainRightBeforeTheStart() {
    var resolver = secure();
    var ready = assertInstanceOf(Ready.class, resolver.resolve(script("/s/ok.sh", ROOT)));
    assertEquals(Optional.empty(), resolver.objection(ready.program()));
    files.file("/s/ok.sh", 0777, 0, 0);
    assertEquals(
        Optional.of(
            "Unsafe permissions found for script '/s/ok.sh' - disabling."
                + " /s/ok.sh is writable by others (mode 0777, bit 0002), and root would run it"),
        resolver.objection(ready.program()));
    files.link("/s/ok.sh", "/nowhere", 0);
    assertEquals(
        Optional.of("Script /s/ok.sh cannot be accessed - No such file or directory"),
        resolver.objection(ready.program()));
  }

  @Test
  void environmentWithoutWhatChangesLoading() {
    var launch =
        secure()
            .launch(
                assertInstanceOf(Ready.class, secure().resolve(script("/s/ok.sh", ROOT))).program(),
                List.of("a b"));
    assertEquals(Map.of("PATH", "/usr/bin", "LANG", "C"), launch.environment());
    assertEquals(List.of("/s/ok.sh", "a b"), launch.arguments());
  }

  @Test
  void theLineThatSaysSecurityIsOff() {
    assertEquals(
        "SECURITY VIOLATION - scripts are being executed but script_security not enabled.",
        ScriptSecurity.violation(Part.VRRP, false));
    assertEquals(
        "SECURITY VIOLATION - check scripts are being executed but script_security not enabled."
            + " There are insecure scripts.",
        ScriptSecurity.violation(Part.CHECKER, true));
  }

  private ScriptResolver secure() {
    return resolver(true, new FakeAccounts(), Optional.empty());
  }

  private ScriptResolver lax() {
    return resolver(false, new FakeAccounts(), Optional.empty());
  }

  private ScriptResolver resolver(
      boolean security, Accounts accounts, Optional<Script.RunAs> user) {
    var environment =
        Map.of(
            "PATH", "/usr/bin",
            "LANG", "C",
            "IFS", "x",
            "LD_PRELOAD", "/tmp/evil.so",
            "LD_LIBRARY_PATH", "/tmp",
            "JDK_JAVA_OPTIONS", "-Xmx64m",
            "KEEPALIVED_LAUNCHER_SIGNALS", "1");
    var d = GlobalSettings.DEFAULT;
    var scripts =
        new GlobalSettings.Scripts(
            user,
            security,
            false,
            false,
            Optional.empty(),
            d.scripts().startupTimeout(),
            Optional.empty(),
            d.scripts().shutdownTimeout());
    var global =
        new GlobalSettings(
            d.routerId(),
            d.process(),
            d.mail(),
            scripts,
            d.fifos(),
            d.vrrp(),
            d.lvs(),
            d.reload(),
            d.dumps(),
            d.snmp(),
            d.dbus(),
            d.nftables());
    return new ScriptResolver(
        new ScriptResolver.Ports(files, accounts, environment, Path.of("/")), global);
  }

  private static Script script(String command, Optional<Script.RunAs> runAs) {
    return new Script(command, List.of(command), runAs, Script.Kind.PROGRAM);
  }

  private static Script.RunAs runAs(String user) {
    return new Script.RunAs(Optional.of(user), Optional.empty());
  }
}
