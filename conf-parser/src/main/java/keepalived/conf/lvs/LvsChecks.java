package keepalived.conf.lvs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.lvs.draft.LvsDraft;
import keepalived.conf.lvs.draft.ServiceDraft;
import keepalived.conf.lvs.value.AddressRun;
import keepalived.conf.schema.Diagnostics;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.VirtualServer;
import keepalived.core.net.Endpoint;

/// Checks across the LVS blocks, after all blocks have been read.
public final class LvsChecks {

  /// The largest range whose addresses are compared one by one. Of a longer range only the ends
  /// are.
  private static final int COMPARED = 4096;

  private LvsChecks() {}

  public static void check(LvsDraft lvs, Diagnostics diagnostics) {
    var seen = new HashMap<List<Object>, ServiceDraft>();
    for (var service : lvs.services) {
      group(service, diagnostics);
      same(service, seen, diagnostics);
      service.localAddresses.ifPresent(name -> localAddresses(service, name, diagnostics));
    }
  }

  private static void group(ServiceDraft service, Diagnostics diagnostics) {
    if (service.address instanceof VirtualServer.Address.Group(var name)
        && !service.lvs.groups.containsKey(name)
        && !service.lvs.refusedGroups.contains(name)) {
      diagnostics.add(
          new Diagnostic(
                  Code.GROUP_UNDEFINED,
                  service.place,
                  "there is no virtual_server_group '" + name + "'; this virtual server is dropped")
              .fix("define it: virtual_server_group " + name + " { ADDRESS PORT }")
              .original(
                  "Virtual server group %s specified but not configured - ignoring virtual server %s"
                      .formatted(name, service.title())));
    }
  }

  /// Reports two blocks for one service. The kernel has one service for an address, port and
  /// protocol; it gets the settings of the first block and the servers of all blocks.
  private static void same(
      ServiceDraft service, Map<List<Object>, ServiceDraft> seen, Diagnostics diagnostics) {
    for (var key : keys(service)) {
      var first = seen.putIfAbsent(key, service);
      if (first != null && first != service) {
        diagnostics.add(
            new Diagnostic(
                    Code.SAME_SERVICE,
                    service.place,
                    "this virtual server is also set up by line " + first.place.line())
                .because(
                    "both have "
                        + key.getFirst()
                        + ": the settings of the first are used for both,"
                        + " with the real servers of both")
                .fix("write one block with all real servers"));
        return;
      }
    }
  }

  /// The values by which the kernel distinguishes services. A group has several.
  private static List<List<Object>> keys(ServiceDraft service) {
    Object protocol = service.protocol.orElse(VirtualServer.Protocol.NONE);
    return switch (service.address) {
      case VirtualServer.Address.Single(var e) -> List.of(List.<Object>of(e, protocol));
      case VirtualServer.Address.Mark(var mark) ->
          List.of(List.<Object>of("fwmark " + mark, LvsBuilder.family(service)));
      case VirtualServer.Address.Group(var name) -> keys(service, name, protocol);
    };
  }

  private static List<List<Object>> keys(ServiceDraft service, String group, Object protocol) {
    var keys = new ArrayList<List<Object>>();
    var found = service.lvs.groups.get(group);
    for (var member : found == null ? List.<Member>of() : found.members()) {
      switch (member) {
        case Member.Mark(var mark, var family) ->
            keys.add(List.of("fwmark " + mark, family.orElseGet(() -> LvsBuilder.family(service))));
        case Member.Range(var first, var last, var port) ->
            new AddressRun(first, last)
                .addresses(COMPARED)
                .orElse(List.of(first, last))
                .forEach(a -> keys.add(List.of(new Endpoint(a, port), protocol)));
      }
    }
    return keys;
  }

  private static void localAddresses(ServiceDraft service, String name, Diagnostics diagnostics) {
    var place = service.localAddressesPlace.orElse(service.place);
    if (!(service.forwarding.orElseThrow() instanceof Forwarding.FullNat)) {
      diagnostics.add(
          new Diagnostic(
                  Code.CONFLICT, place, "local addresses are for full NAT; they are not used")
              .fix("write lb_kind FNAT, or leave laddr_group_name out"));
      return;
    }
    var group = service.lvs.localAddresses.get(name);
    var family = LvsBuilder.family(service);
    if (group == null) {
      diagnostics.add(
          new Diagnostic(
                  Code.UNDEFINED_NAME,
                  place,
                  "there is no local_address_group '"
                      + name
                      + "'; the outgoing interface's address is used")
              .fix("add: local_address_group " + name + " { ADDRESS }"));
    } else if (group.of(family).isEmpty()) {
      diagnostics.add(
          new Diagnostic(
              Code.CONFLICT,
              place,
              "local_address_group '"
                  + name
                  + "' has no "
                  + family
                  + " address; the outgoing interface's is used"));
    }
  }
}
