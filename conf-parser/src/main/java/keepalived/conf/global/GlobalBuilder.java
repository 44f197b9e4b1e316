package keepalived.conf.global;

import java.util.EnumMap;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.Part;
import keepalived.core.config.GlobalSettings.Scheduling;

/// Turns the draft of `global_defs` into settings.
public final class GlobalBuilder {

  private GlobalBuilder() {}

  public static GlobalSettings build(GlobalDraft d) {
    return new GlobalSettings(
        d.routerId,
        process(d),
        mail(d),
        new GlobalSettings.Scripts(
            d.scriptUser,
            d.scriptSecurity,
            d.symlinkPaths,
            d.supplementaryGroups,
            d.startup,
            d.startupTimeout,
            d.shutdown,
            d.shutdownTimeout),
        new GlobalSettings.Fifos(
            d.fifo.build(), d.vrrpFifo.build(), d.lvsFifo.build(), d.fifoStatesOnReload),
        vrrp(d),
        lvs(d),
        new GlobalSettings.Reload(
            d.reloadCheck, d.reloadLog, d.reloadTimeFile, d.reloadRepeat, d.reloadMarker),
        new GlobalSettings.Dumps(
            d.jsonVersion,
            d.dumpUsesInstance,
            d.stateFile,
            d.statsFile,
            d.jsonFile,
            d.tmpDirectory,
            d.saveDirectory),
        new GlobalSettings.Snmp(
            d.snmpSocket, d.snmpVrrp, d.snmpRfc2, d.snmpRfc3, d.snmpChecker, d.snmpTraps),
        new GlobalSettings.Dbus(d.dbus, d.dbusName),
        new GlobalSettings.Nftables(
            d.nftables,
            d.nftablesPriority,
            d.nftablesByIndex,
            d.nftablesCounters,
            d.nftablesIpvs,
            d.nftablesIpvsPriority,
            d.nftablesIpvsMark));
  }

  private static GlobalSettings.Process process(GlobalDraft d) {
    var scheduling = new EnumMap<Part, Scheduling>(Part.class);
    d.scheduling.forEach((part, draft) -> scheduling.put(part, draft.build()));
    return new GlobalSettings.Process(
        d.instance,
        d.namespace,
        d.namespaceIpvs,
        d.usePidDir,
        d.processNames,
        d.names,
        d.childWait,
        d.umask,
        d.maxAutoPriority,
        scheduling);
  }

  private static GlobalSettings.Mail mail(GlobalDraft d) {
    return new GlobalSettings.Mail(
        d.mailServer,
        d.mailFrom,
        d.recipients,
        d.heloName,
        d.mailTimeout,
        d.noMailFaults,
        d.noCheckerMail,
        new GlobalSettings.MailSecurity(d.mailTls, d.mailLogin, d.mailPasswordFile, d.mailVerify));
  }

  private static GlobalSettings.VrrpGlobals vrrp(GlobalDraft d) {
    return new GlobalSettings.VrrpGlobals(
        d.group4,
        d.group6,
        d.garpInterval,
        d.gnaInterval,
        d.startupDelay,
        d.delayAfterBoot,
        d.logUnknownVrids,
        d.dynamicInterfaces,
        d.allowInterfaceChanges,
        d.defaultInterface,
        d.disableLocalIgmp,
        d.rxBuffers,
        d.monitorBuffer,
        d.commandBuffer,
        d.processBuffer);
  }

  private static GlobalSettings.LvsGlobals lvs(GlobalDraft d) {
    return new GlobalSettings.LvsGlobals(
        new GlobalSettings.LvsTimeouts(d.timeoutTcp, d.timeoutTcpFin, d.timeoutUdp),
        d.lvsFlush,
        d.flushOnStop,
        d.syncDaemon,
        d.rsInitNotifies,
        d.logAllFailures);
  }
}
