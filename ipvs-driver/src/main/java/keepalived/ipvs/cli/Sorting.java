package keepalived.ipvs.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.ServiceStatus;
import keepalived.ipvs.table.ServiceStatus.DestinationStatus;

/// The order of ipvsadm's listings. ipvsadm compares 32-bit numbers by the sign of their
/// difference, which overflows for distant numbers: 192.168.0.1 is listed before 10.0.0.1, and
/// 127.0.0.1 before 192.168.0.1. This comparison is not transitive, so the result depends on the
/// algorithm: a merge sort that halves the list, like the C library's.
final class Sorting {

  private Sorting() {}

  static List<ServiceStatus> services(List<ServiceStatus> statuses) {
    return mergeSort(statuses, (a, b) -> compare(a.service().key(), b.service().key()));
  }

  static List<DestinationStatus> destinations(List<DestinationStatus> statuses) {
    return mergeSort(statuses, Sorting::compare);
  }

  private static int compare(ServiceKey a, ServiceKey b) {
    int byMark = (int) mark(a) - (int) mark(b);
    if (byMark != 0) {
      return byMark;
    }
    int byFamily = a.family().number() - b.family().number();
    if (byFamily != 0) {
      return byFamily;
    }
    return a instanceof ServiceKey.ByAddress x && b instanceof ServiceKey.ByAddress y
        ? compare(x, y)
        : 0;
  }

  private static long mark(ServiceKey key) {
    return switch (key) {
      case ServiceKey.ByAddress _ -> 0;
      case ServiceKey.ByMark(var mark, _) -> mark;
    };
  }

  private static int compare(ServiceKey.ByAddress a, ServiceKey.ByAddress b) {
    int byProtocol = a.protocol().number() - b.protocol().number();
    if (byProtocol != 0) {
      return byProtocol;
    }
    int byAddress = compare(a.endpoint().address(), b.endpoint().address());
    return byAddress != 0 ? byAddress : a.endpoint().port() - b.endpoint().port();
  }

  private static int compare(DestinationStatus a, DestinationStatus b) {
    var x = a.destination().endpoint();
    var y = b.destination().endpoint();
    int byAddress = compare(x.address(), y.address());
    return byAddress != 0 ? byAddress : x.port() - y.port();
  }

  private static int compare(IpAddress a, IpAddress b) {
    var x = ByteBuffer.wrap(Arrays.copyOf(a.bytes(), 16));
    var y = ByteBuffer.wrap(Arrays.copyOf(b.bytes(), 16));
    for (int i = 0; i < 16; i += 4) {
      int difference = x.getInt(i) - y.getInt(i);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static <T> List<T> mergeSort(List<T> list, Comparator<T> order) {
    if (list.size() < 2) {
      return list;
    }
    int half = list.size() / 2;
    var left = mergeSort(list.subList(0, half), order);
    var right = mergeSort(list.subList(half, list.size()), order);
    var merged = new ArrayList<T>(list.size());
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      merged.add(order.compare(left.get(l), right.get(r)) <= 0 ? left.get(l++) : right.get(r++));
    }
    merged.addAll(left.subList(l, left.size()));
    merged.addAll(right.subList(r, right.size()));
    return merged;
  }
}
