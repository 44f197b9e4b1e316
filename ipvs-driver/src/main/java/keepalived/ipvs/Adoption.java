package keepalived.ipvs;

import java.util.ArrayList;
import java.util.List;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.ServiceKey;

/// What a table found at start means to the one desired: for the log, and for the decision what is
/// ours. A service that is desired is ours whoever made it; nothing tells who made the others, so
/// they are left alone (`lvs_flush` removes them).
///
/// @param untouched found as desired
/// @param amended found, but different
/// @param missing desired and not found
/// @param foreign found and not desired
public record Adoption(
    List<ServiceKey> untouched,
    List<ServiceKey> amended,
    List<ServiceKey> missing,
    List<ServiceKey> foreign) {

  public static Adoption of(IpvsTable found, IpvsTable desired) {
    var untouched = new ArrayList<ServiceKey>();
    var amended = new ArrayList<ServiceKey>();
    var missing = new ArrayList<ServiceKey>();
    for (var service : desired.services().values()) {
      var present = found.services().get(service.key());
      var kind = present == null ? missing : present.equals(service) ? untouched : amended;
      kind.add(service.key());
    }
    var foreign =
        found.services().keySet().stream()
            .filter(key -> !desired.services().containsKey(key))
            .toList();
    return new Adoption(
        List.copyOf(untouched), List.copyOf(amended), List.copyOf(missing), foreign);
  }
}
