package keepalived.ipvs.table;

/// The kernel's IPVS: its version and the buckets of its connection table.
public record Release(int major, int minor, int patch, int connectionBuckets) {

  /// Decodes the kernel's version number: one byte for each part (linux/ip_vs.h, NVERSION).
  public static Release of(int code, int connectionBuckets) {
    return new Release((code >> 16) & 0xFF, (code >> 8) & 0xFF, code & 0xFF, connectionBuckets);
  }
}
