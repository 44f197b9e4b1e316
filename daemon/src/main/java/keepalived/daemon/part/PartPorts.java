package keepalived.daemon.part;

import keepalived.daemon.log.Journal;
import keepalived.daemon.port.HostPorts;
import keepalived.daemon.port.Processes;
import keepalived.daemon.script.ScriptBook;

/// Dependencies of all parts.
///
/// @param processes children of the work loop
/// @param noScripts used before the first configuration
public record PartPorts(
    HostPorts host, Processes processes, Journal journal, ScriptBook noScripts) {}
