package keepalived.conf.vrrp.draft;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keepalived.conf.iproute.AddressReader;
import keepalived.conf.iproute.RouteReader;
import keepalived.conf.iproute.RuleReader;

/// The option words in the entries of lists, by the block of the list.
public final class EntryOptions {

  private static final Set<String> WEIGHT = Set.of("weight", "reverse", "noreverse");

  private EntryOptions() {}

  /// The option words by the name of the block, such as `vrrp_instance/unicast_peer`.
  public static Map<String, Set<String>> all() {
    var all = new LinkedHashMap<String, Set<String>>();
    all.put("vrrp_instance/unicast_peer", Set.of("min_ttl", "max_ttl"));
    for (String list :
        new String[] {
          "track_interface", "track_script", "track_file", "track_process", "track_bfd"
        }) {
      all.put("vrrp_instance/" + list, WEIGHT);
    }
    all.put(
        "vrrp_instance/virtual_ipaddress", sorted(AddressReader.OPTIONS.names(), "track_group"));
    all.put("static_ipaddress", Set.of("track_group"));
    all.put("vrrp_instance/virtual_routes", sorted(RouteReader.OPTIONS.names(), "track_group"));
    all.put("static_routes", Set.of("track_group"));
    all.put("vrrp_instance/virtual_rules", sorted(RuleReader.OPTIONS.names(), "track_group"));
    all.put("static_rules", Set.of("track_group"));
    return all;
  }

  private static Set<String> sorted(Set<String> options, String without) {
    var result = new TreeSet<>(options);
    result.remove(without);
    return result;
  }
}
