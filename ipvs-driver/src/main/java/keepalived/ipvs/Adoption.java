package keepalived.ipvs;

import java.util.ArrayList;
import java.util.List;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.ServiceKey;

/// Compares the table found at start with the desired one: for the log, and to decide which
/// services are ours. A desired service is ours, whatever program made it. The makers of the other
/// services are not known, so these are left alone (`lvs_flush` removes them).
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
