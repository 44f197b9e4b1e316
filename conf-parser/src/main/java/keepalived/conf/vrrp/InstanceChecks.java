package keepalived.conf.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import keepalived.conf.schema.Diagnostics;
import keepalived.conf.schema.Rule;
import keepalived.conf.vrrp.draft.InstanceDraft;

/// The rules for one instance, which are applied after everything has been read. Their order
/// matters: each rule sees the corrections of the rules before it.
final class InstanceChecks {

  private static final List<Rule<InstanceDraft>> RULES = all();

  private InstanceChecks() {}

  private static List<Rule<InstanceDraft>> all() {
    var rules = new ArrayList<Rule<InstanceDraft>>();
    rules.addAll(InstanceRules.IDENTITY);
    rules.addAll(AdvertRules.ADDRESSES);
    rules.addAll(AdvertRules.INTERVAL);
    rules.addAll(InstanceRules.UNICAST);
    rules.addAll(AuthenticationRules.ALL);
    rules.add(AdvertRules.PACKET_SIZE);
    rules.addAll(VmacRules.ALL);
    rules.addAll(InstanceRules.PREEMPTION);
    rules.addAll(StrictRules.ALL);
    rules.add(InstanceRules.OWN_INTERFACE);
    return List.copyOf(rules);
  }

  static void check(InstanceDraft instance, Diagnostics diagnostics) {
    Rule.check(RULES, instance, diagnostics::add);
  }

  static Rule.When<InstanceDraft> when(Predicate<InstanceDraft> applies) {
    return Rule.when(applies);
  }
}
