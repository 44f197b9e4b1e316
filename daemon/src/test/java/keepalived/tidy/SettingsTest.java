package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every component of the configuration's records is used by the code that runs; otherwise its
/// keyword would be accepted without effect. Exceptions have a reason, and the manual
/// (docs/keywords.md) must state it for their keywords.
class SettingsTest {

  /// Code whose reads do not count: the parser writes settings, and examples do not run.
  private static final Set<String> NO_READERS =
      Set.of("conf-parser", "examples", "test-support", "system-tests");

  private static final String RECORDS = "keepalived/core/config/";

  /// Code whose reads do not count: the field lists read every component to compare and print it.
  private static final String FIELDS = RECORDS + "field/";

  /// Code whose reads do not count: it only passes components on or prints them.
  private static final Set<String> CARRIERS = Set.of("keepalived/daemon/host/UsableScripts");

  private static final String PRINTS = "keepalived/daemon/status/";

  private static final String RESOLVED = "the parser resolves it into what uses it";
  private static final String UNSUPPORTED = "its keyword warns that it is not supported";
  private static final String IGNORED = "its keyword is listed as having no effect";

  private static final Map<String, String> UNREAD =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("BfdInstance.reverse", RESOLVED),
              Map.entry("BfdInstance.weight", RESOLVED),
              Map.entry("GlobalSettings$Dbus.serviceName", UNSUPPORTED),
              Map.entry("GlobalSettings$Dumps.tmpConfigDirectory", IGNORED),
              Map.entry("GlobalSettings$LvsGlobals.logAllFailures", RESOLVED),
              Map.entry("GlobalSettings$Nftables.byIndex", UNSUPPORTED),
              Map.entry("GlobalSettings$Nftables.counters", UNSUPPORTED),
              Map.entry("GlobalSettings$Nftables.ipvsPriority", UNSUPPORTED),
              Map.entry("GlobalSettings$Nftables.ipvsStartMark", UNSUPPORTED),
              Map.entry("GlobalSettings$Nftables.ipvsTable", UNSUPPORTED),
              Map.entry("GlobalSettings$Process.childWaitTime", IGNORED),
              Map.entry("GlobalSettings$Process.netNamespaceIpvs", UNSUPPORTED),
              Map.entry("GlobalSettings$Reload.checkConfig", "a reload is always checked"),
              Map.entry("GlobalSettings$Snmp.socket", UNSUPPORTED),
              Map.entry("GlobalSettings$Snmp.traps", UNSUPPORTED),
              Map.entry("GlobalSettings$VrrpGlobals.allowInterfaceChanges", "always allowed"),
              Map.entry("GlobalSettings$VrrpGlobals.defaultInterface", RESOLVED),
              Map.entry("GlobalSettings$VrrpGlobals.dynamicInterfaces", "always so at run time"),
              Map.entry("GlobalSettings$VrrpGlobals.group4", RESOLVED),
              Map.entry("GlobalSettings$VrrpGlobals.group6", RESOLVED),
              Map.entry("GlobalSettings$VrrpGlobals.netlinkCommandReceiveBuffer", UNSUPPORTED),
              Map.entry("LvsConfig$LocalAddressGroup.addresses", "by LocalAddressGroup.of(Family)"),
              Map.entry("LvsConfig$LocalAddressGroup.name", "its key"),
              Map.entry("LvsConfig$TlsClient.ca", "real servers are not verified, as ever"),
              Map.entry("RealServer.alpha", RESOLVED),
              Map.entry("RealServer.snmpName", "SNMP is not spoken; the dump shows it"),
              Map.entry("SyncGroup.priorityChanges", RESOLVED),
              Map.entry("TrackFile.reverse", RESOLVED),
              Map.entry("TrackFile.weight", RESOLVED),
              Map.entry("TrackProcess.fullCommand", "read by isByKernelName"),
              Map.entry("TrackProcess.reverse", RESOLVED),
              Map.entry("TrackProcess.weight", RESOLVED),
              Map.entry("TrackScript.reverse", RESOLVED),
              Map.entry("TrackScript.startsFailed", IGNORED),
              Map.entry("TrackScript.weight", RESOLVED),
              Map.entry("VirtualAddress.trackGroup", RESOLVED),
              Map.entry("VirtualAddress.virtualMac", UNSUPPORTED),
              Map.entry("VirtualRoute.trackGroup", RESOLVED),
              Map.entry("VirtualRule.trackGroup", RESOLVED),
              Map.entry("VirtualServer.alpha", RESOLVED),
              Map.entry("VirtualServer.delayLoop", RESOLVED),
              Map.entry("VirtualServer.snmpName", "SNMP is not spoken; the dump shows it"),
              Map.entry("VirtualServer.virtualHost", RESOLVED),
              Map.entry("VrrpConfig.trackGroups", RESOLVED),
              Map.entry("VrrpInstance$Announcements.extraInterface", UNSUPPORTED),
              Map.entry("VrrpInstance$Announcements.extraInterfaceAll", UNSUPPORTED),
              Map.entry("VrrpInstance$Election.explicitBackup", "wantsMaster says it all"),
              Map.entry("VrrpInstance$Election.strict", RESOLVED),
              Map.entry("VrrpInstance$KernelOptions.lvsSyncInterface", RESOLVED),
              Map.entry("VrrpInstance$VirtualMac.addressPrefix", UNSUPPORTED),
              Map.entry("VrrpInstance$VirtualMac.addressesToo", UNSUPPORTED),
              Map.entry("VrrpInstance$VirtualMac.netlinkNotify", "links are followed anyway")));

  @Test
  void every_setting_is_read_or_says_why_not() {
    var components = new TreeSet<String>();
    var read = new TreeSet<String>();
    for (String module : Repository.modules()) {
      if (!NO_READERS.contains(module)) {
        Repository.classes(module, "classes").forEach(m -> collect(m, components, read));
      }
    }
    assertTrue(components.size() > 200, () -> "only " + components.size() + " settings");
    components.removeAll(read);
    assertEquals(
        String.join("\n", UNREAD.keySet()),
        String.join("\n", components),
        "settings nobody reads: make something of them, or mark their keyword and list them here");
  }

  private static void collect(ClassModel model, Set<String> components, Set<String> read) {
    String name = model.thisClass().asInternalName();
    if (name.startsWith(FIELDS)) {
      return;
    }
    boolean record = name.startsWith(RECORDS);
    if (record && !plain(name).startsWith("Check$")) {
      model
          .findAttribute(Attributes.record())
          .ifPresent(
              attribute ->
                  attribute
                      .components()
                      .forEach(c -> components.add(plain(name) + "." + c.name().stringValue())));
    }
    if (CARRIERS.contains(name) || name.startsWith(PRINTS) && !name.endsWith("DumpNames")) {
      return;
    }
    for (var entry : model.constantPool()) {
      if (entry instanceof MemberRefEntry member && !member.owner().asInternalName().equals(name)) {
        read.add(plain(member.owner().asInternalName()) + "." + member.name().stringValue());
      }
    }
  }

  private static String plain(String name) {
    return name.startsWith(RECORDS) ? name.substring(name.lastIndexOf('/') + 1) : name;
  }
}
