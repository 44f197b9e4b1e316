package keepalived.healthcheck.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig;
import keepalived.core.log.Level;
import keepalived.core.log.PartLog;
import keepalived.ipvs.fullnat.FullNatService;
import keepalived.ipvs.fullnat.SourceTranslation;
import keepalived.ipvs.table.ServiceKey;

/// Keeps the source NAT of services that need it (`lb_kind FNAT`). A service without its source NAT
/// is left out of IPVS, because each of its connections would hang.
final class FullNatServices {

  private static final int DETAILS = 5;

  private final SourceTranslation kernel;
  private final PartLog log;
  private Optional<String> failure = Optional.empty();
  private Set<ServiceKey> withheld = Set.of();

  FullNatServices(SourceTranslation kernel, PartLog log) {
    this.kernel = kernel;
    this.log = log;
  }

  /// Installs the source NAT of these virtual servers and logs a change of the result.
  ///
  /// @return the services without source NAT
  Set<ServiceKey> settle(Collection<VirtualServerRuntime> pools, LvsConfig config) {
    var wanted = wanted(pools, config.localAddressGroups());
    var now = kernel.reconcile(List.copyOf(wanted.values()));
    var without = new LinkedHashSet<>(wanted.keySet());
    without.removeAll(kernel.translated());
    now.filter(why -> !failure.equals(now) || !withheld.equals(without))
        .ifPresent(why -> report(Level.ERROR, complaint(why, without)));
    if (now.isEmpty() && failure.isPresent()) {
      report(Level.INFO, "FULLNAT: source NAT works again");
    }
    failure = now;
    withheld = without;
    return without;
  }

  private static Map<ServiceKey, FullNatService> wanted(
      Collection<VirtualServerRuntime> pools, Map<String, LvsConfig.LocalAddressGroup> groups) {
    var wanted = new LinkedHashMap<ServiceKey, FullNatService>();
    for (var pool : pools) {
      var config = pool.site().config();
      if (config.forwarding() instanceof Forwarding.FullNat) {
        var locals = config.localAddressGroup().map(groups::get);
        for (var key : pool.keys()) {
          var own = locals.map(group -> group.of(key.family())).orElse(List.of());
          wanted.putIfAbsent(key, new FullNatService(key, own));
        }
      }
    }
    return wanted;
  }

  private static String complaint(String why, Set<ServiceKey> without) {
    if (without.isEmpty()) {
      return "FULLNAT: " + why + "; the rules are unchanged";
    }
    var some = new ArrayList<>(without).subList(0, Math.min(DETAILS, without.size()));
    var more = without.size() > DETAILS ? " and " + (without.size() - DETAILS) + " more" : "";
    return "FULLNAT: " + why + "; disabled until it works: " + some + more;
  }

  private void report(Level severity, String text) {
    log.log(severity, text);
  }
}
