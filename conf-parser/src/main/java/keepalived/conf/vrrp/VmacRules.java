package keepalived.conf.vrrp;

import static keepalived.conf.vrrp.InstanceChecks.when;

import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.schema.Rule;
import keepalived.conf.vrrp.draft.InstanceDraft;
import keepalived.core.config.VrrpInstance.VirtualMac;
import keepalived.core.net.Family;

/// Rules for what a virtual MAC address requires and excludes.
final class VmacRules {

  static final List<Rule<InstanceDraft>> ALL =
      List.of(
          when(d -> d.vmac.kind.isEmpty() && d.vmac.transmitOnBase.isPresent())
              .report(
                  d ->
                      d.diagnostic(
                          Code.CONFLICT,
                          d.vmac.transmitOnBase.get(),
                          "'vmac_xmit_base' needs use_vmac; it is ignored",
                          "vmac_xmit_base is only valid with a vmac")),
          when(d ->
                  d.vmac.kind.isPresent() && !d.peers.isEmpty() && d.vmac.transmitOnBase.isEmpty())
              .report(
                  d ->
                      d.diagnostic(
                          Code.ADJUSTED,
                          place(d),
                          "unicast adverts leave from the parent of a VMAC: 'vmac_xmit_base' is"
                              + " set",
                          "unicast with use_vmac requires vmac_xmit_base - setting"))
              .then(d -> d.vmac.transmitOnBase = d.vmac.place),
          when(d -> d.vmac.kind.isPresent() && d.options.promotePlace.isPresent())
              .report(
                  d ->
                      d.diagnostic(
                          Code.CONFLICT,
                          d.options.promotePlace.get(),
                          "a VMAC promotes secondary addresses anyway",
                          "promote_secondaries is automatically set for vmacs - ignoring")),
          when(VmacRules::ipvlanLacksSource)
              .report(
                  d ->
                      d.diagnostic(
                          Code.INCOMPLETE,
                          place(d),
                          "an IPv4 ipvlan needs a source address; the instance stays in FAULT",
                          "IPv4 ipvlan requires a source ip address to be configured. setting"
                              + " instance to fault state")),
          when(d ->
                  d.vmac.kind.isPresent()
                      && d.vmac
                          .ipvlanAddress
                          .filter(a -> a.family() != d.effectiveFamily())
                          .isPresent())
              .report(
                  d ->
                      d.diagnostic(
                          Code.DROPPED,
                          place(d),
                          "the ipvlan address is of another family; it is ignored",
                          "ipvlan address MUST match vrrp instance family !!! Skipping..."))
              .then(d -> d.vmac.ipvlanAddress = Optional.empty()));

  private VmacRules() {}

  private static Place place(InstanceDraft d) {
    return d.vmac.place.orElse(d.place);
  }

  private static boolean ipvlanLacksSource(InstanceDraft d) {
    return d.vmac.kind.filter(k -> k == VirtualMac.Kind.IPVLAN).isPresent()
        && d.effectiveFamily() == Family.IPV4
        && d.vmac.ipvlanAddress.isEmpty()
        && d.source.isEmpty();
  }
}
