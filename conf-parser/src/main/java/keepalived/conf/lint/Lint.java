package keepalived.conf.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.host.HostFacts;
import keepalived.conf.schema.Diagnostics;
import keepalived.conf.vrrp.VrrpChecks;
import keepalived.conf.vrrp.draft.VrrpDraft;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.TrackScript;
import keepalived.core.config.track.Tracking;

/// Advice beyond the checks of the original, as hints that a user can suppress by code.
public final class Lint {

  private static final Pattern PRINTS_AND_SUCCEEDS =
      Pattern.compile(".*\\b(wc\\s+-l|grep\\s+-[a-z]*c[a-z]*)\\b[^|&;]*");

  private final Config config;
  private final VrrpDraft vrrp;
  private final HostFacts host;
  private final Diagnostics diagnostics;
  private final Set<String> tracked = new HashSet<>();

  private Lint(Config config, VrrpDraft vrrp, HostFacts host, Diagnostics diagnostics) {
    this.host = host;
    this.config = config;
    this.vrrp = vrrp;
    this.diagnostics = diagnostics;
  }

  /// Checks one configuration and adds its hints to `diagnostics`.
  public static void check(Config config, VrrpDraft vrrp, HostFacts host, Diagnostics diagnostics) {
    var lint = new Lint(config, vrrp, host, diagnostics);
    config.vrrp().instances().values().forEach(i -> lint.tracked(i.tracking()));
    config.vrrp().syncGroups().values().forEach(g -> lint.tracked(g.tracking()));
    config.vrrp().instances().values().forEach(lint::instance);
    config.vrrp().scripts().values().forEach(lint::script);
  }

  private void tracked(Tracking tracking) {
    tracking.scripts().forEach(e -> tracked.add(e.name()));
  }

  private void instance(VrrpInstance instance) {
    unicast(instance);
    peers(instance);
    ownAddresses(instance);
    weights(instance);
  }

  private void unicast(VrrpInstance instance) {
    boolean open =
        instance.transport() instanceof Transport.Unicast unicast
            && !unicast.checkSource()
            && unicast.peers().stream().anyMatch(peer -> peer.minTtl() == 0);
    if (open && instance.authentication() instanceof Authentication.None) {
      diagnostics.add(
          new Diagnostic(
                  Code.UNICAST_UNAUTHENTICATED,
                  place(instance),
                  "'" + instance.name() + "' takes unicast adverts from anyone who knows its VRID")
              .because(
                  "multicast adverts come from the same wire; unicast ones may come from anywhere")
              .fix("add check_unicast_src, min_ttl to the peers, or auth_hmac"));
    }
  }

  private void peers(VrrpInstance instance) {
    if (!(instance.transport() instanceof Transport.Unicast unicast)) {
      return;
    }
    for (var peer : unicast.peers()) {
      boolean source = unicast.source().filter(peer.address()::equals).isPresent();
      if (source || host.addresses().contains(peer.address())) {
        diagnostics.add(
            new Diagnostic(
                    Code.OWN_ADDRESS,
                    place(instance),
                    "unicast_peer "
                        + peer.address()
                        + " of '"
                        + instance.name()
                        + "' is an address of this node")
                .because("adverts to it come back to their sender, and the other node gets none")
                .fix("list the other nodes only, or choose by node: @other " + peer.address()));
      }
    }
  }

  /// Reports virtual addresses that the host has already. Only the owner (priority 255) should have
  /// them before it is master.
  private void ownAddresses(VrrpInstance instance) {
    var source =
        switch (instance.transport()) {
          case Transport.Unicast unicast -> unicast.source();
          case Transport.Multicast multicast -> multicast.source();
        };
    for (var virtual : instance.addresses()) {
      var address = virtual.prefix().address();
      boolean own = source.filter(address::equals).isPresent();
      if (!instance.election().owner() && (own || host.addresses().contains(address))) {
        diagnostics.add(
            new Diagnostic(
                    Code.OWN_ADDRESS,
                    place(instance),
                    "virtual address "
                        + address
                        + " of '"
                        + instance.name()
                        + "' is "
                        + (own ? "also its source address" : "on this host now"))
                .because("a backup removes the address from its interface")
                .fix(
                    "use an address that no host has as its own"
                        + (own ? "" : "; right if keepalived is running here as master")));
      }
    }
  }

  /// Reports weights without effect: the priority is at its limit already.
  private void weights(VrrpInstance instance) {
    var tracking = instance.tracking();
    for (var list : List.of(tracking.scripts(), tracking.interfaces(), tracking.processes())) {
      list.forEach(entry -> weight(instance, entry));
    }
  }

  private void weight(VrrpInstance instance, Tracking.Entry entry) {
    int priority = instance.election().priority();
    boolean stuck =
        !instance.election().owner()
            && (entry.weight() > 0 && priority >= 254 || entry.weight() < 0 && priority == 1);
    if (stuck) {
      diagnostics.add(
          new Diagnostic(
                  Code.WEIGHT_WITHOUT_EFFECT,
                  place(instance),
                  "weight "
                      + entry.weight()
                      + " of '"
                      + entry.name()
                      + "' cannot move priority "
                      + priority
                      + " of '"
                      + instance.name()
                      + "'")
              .because("effective priorities end at 1 and 254")
              .fix("choose a priority with room for the weight"));
    } else if (!instance.election().preempt() && entry.weight() > 0) {
      diagnostics.add(
          new Diagnostic(
                  Code.WEIGHT_WITHOUT_EFFECT,
                  place(instance),
                  "weight "
                      + entry.weight()
                      + " of '"
                      + entry.name()
                      + "' never takes the role of master back: '"
                      + instance.name()
                      + "' has nopreempt")
              .because(
                  "with nopreempt a backup leaves a running master alone, whatever the priorities")
              .fix("drop nopreempt, or the weight (a failure is then a FAULT)"));
    }
  }

  private void script(TrackScript script) {
    var place = VrrpChecks.placeOfScript(vrrp, script.name()).orElse(Place.of(""));
    if (!tracked.contains(script.name())) {
      diagnostics.add(
          new Diagnostic(
                  Code.TRACKER_UNUSED, place, "nothing tracks vrrp_script '" + script.name() + "'")
              .because("it is never run")
              .fix("name it in a track_script block, or remove it"));
    }
    if (alwaysSucceeds(script.script())) {
      diagnostics.add(
          new Diagnostic(
                  Code.SCRIPT_ALWAYS_SUCCEEDS,
                  place,
                  "the command of '" + script.name() + "' prints a number but always exits 0")
              .because("only the exit status counts, not what is printed")
              .fix("compare the number: test \"$(...)\" -gt 0"));
    }
  }

  private static boolean alwaysSucceeds(Script script) {
    String last = script.words().getLast();
    boolean shell = script.words().size() == 3 && script.words().get(1).equals("-c");
    String command = shell ? last : script.text();
    return command.contains("|")
        && command.substring(command.lastIndexOf('|')).contains("wc -l")
        && PRINTS_AND_SUCCEEDS.matcher(command).matches();
  }

  private Place place(VrrpInstance instance) {
    return VrrpChecks.placeOfInstance(vrrp, instance.name()).orElse(Place.of(""));
  }
}
