package keepalived.conf.lvs;

import keepalived.conf.Code;
import keepalived.conf.Diagnostic;
import keepalived.conf.schema.Report;
import keepalived.core.config.Forwarding;

/// What is checked across the LVS blocks when everything has been read.
public final class LvsChecks {

  private LvsChecks() {}

  public static void check(LvsDraft lvs, Report report) {
    for (var service : lvs.services) {
      service.localAddresses.ifPresent(name -> localAddresses(service, name, report));
    }
  }

  private static void localAddresses(ServiceDraft service, String name, Report report) {
    var place = service.localAddressesPlace.orElse(service.place);
    if (!(service.forwarding.orElseThrow() instanceof Forwarding.FullNat)) {
      report.add(
          new Diagnostic(
                  Code.CONFLICT, place, "local addresses are for full NAT; they are not used")
              .fix("write lb_kind FNAT, or leave laddr_group_name out"));
      return;
    }
    var group = service.lvs.localAddresses.get(name);
    var family = LvsBuilder.family(service);
    if (group == null) {
      report.add(
          new Diagnostic(
                  Code.UNDEFINED_NAME,
                  place,
                  "there is no local_address_group '"
                      + name
                      + "'; the outgoing interface's address is used")
              .fix("add: local_address_group " + name + " { ADDRESS }"));
    } else if (group.of(family).isEmpty()) {
      report.add(
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
