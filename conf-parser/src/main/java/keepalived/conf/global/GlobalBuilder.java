package keepalived.conf.global;

import java.util.EnumMap;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.Scheduling;
import keepalived.core.log.Part;

/// Builds the settings from the draft of `global_defs`.
public final class GlobalBuilder {

  private GlobalBuilder() {}

  /// The settings, with the default of each value that is missing.
  public static GlobalSettings build(GlobalDraft d) {
    return new GlobalSettings(
        d.mail.routerId,
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
            d.outside.reloadCheck,
            d.outside.reloadLog,
            d.outside.reloadTimeFile,
            d.outside.reloadRepeat,
            d.outside.reloadMarker,
            d.outside.reloadLenient),
        new GlobalSettings.Dumps(
            d.outside.jsonVersion,
            d.outside.dumpUsesInstance,
            d.outside.stateFile,
            d.outside.statsFile,
            d.outside.jsonFile,
            d.outside.tmpDirectory,
            d.outside.saveDirectory,
            d.outside.metrics),
        new GlobalSettings.Snmp(
            d.outside.snmpSocket,
            d.outside.snmpVrrp,
            d.outside.snmpRfc2,
            d.outside.snmpRfc3,
            d.outside.snmpChecker,
            d.outside.snmpTraps),
        new GlobalSettings.Dbus(d.outside.dbus, d.outside.dbusName),
        new GlobalSettings.Nftables(
            d.engine.nftables,
            d.engine.nftablesPriority,
            d.engine.nftablesByIndex,
            d.engine.nftablesCounters,
            d.engine.nftablesIpvs,
            d.engine.nftablesIpvsPriority,
            d.engine.nftablesIpvsMark));
  }

  private static GlobalSettings.Process process(GlobalDraft d) {
    var scheduling = new EnumMap<Part, Scheduling>(Part.class);
    d.process.scheduling.forEach((part, draft) -> scheduling.put(part, draft.build()));
    return new GlobalSettings.Process(
        d.process.instance,
        d.process.namespace,
        d.process.namespaceIpvs,
        d.process.usePidDir,
        d.process.processNames,
        d.process.names,
        d.process.childWait,
        d.process.umask,
        d.process.maxAutoPriority,
        scheduling);
  }

  private static GlobalSettings.Mail mail(GlobalDraft d) {
    return new GlobalSettings.Mail(
        d.mail.mailServer,
        d.mail.mailFrom,
        d.mail.recipients,
        d.mail.heloName,
        d.mail.mailTimeout,
        d.mail.noMailFaults,
        d.mail.noCheckerMail,
        new GlobalSettings.MailSecurity(
            d.mail.mailTls, d.mail.mailLogin, d.mail.mailPasswordFile, d.mail.mailVerify));
  }

  private static GlobalSettings.VrrpGlobals vrrp(GlobalDraft d) {
    return new GlobalSettings.VrrpGlobals(
        d.group4,
        d.group6,
        d.engine.garpInterval,
        d.engine.gnaInterval,
        d.engine.startupDelay,
        d.engine.delayAfterBoot,
        d.engine.logUnknownVrids,
        d.dynamicInterfaces,
        d.engine.allowInterfaceChanges,
        d.defaultInterface,
        d.engine.disableLocalIgmp,
        d.engine.rxBuffers,
        d.engine.monitorBuffer,
        d.engine.commandBuffer,
        d.engine.processBuffer);
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
