package keepalived.daemon.part;

import keepalived.daemon.log.Journal;
import keepalived.daemon.port.HostPorts;
import keepalived.daemon.port.Processes;
import keepalived.daemon.script.ScriptBook;

/// What every part needs.
///
/// @param processes children of the work loop
/// @param noScripts the scripts in force before the first configuration
public record PartPorts(
    HostPorts host, Processes processes, Journal journal, ScriptBook noScripts) {}
