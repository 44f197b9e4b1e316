package keepalived.ipvs.table;

/// Counters since the last zeroing, and the kernel's estimate of the present rates (per second over
/// the last seconds). 64 bits each, unsigned.
public record Statistics(Traffic totals, Traffic rates) {

  public static final Statistics ZERO = new Statistics(Traffic.ZERO, Traffic.ZERO);

  /// Connections scheduled, packets and bytes in and out.
  public record Traffic(
      long connections, long inPackets, long outPackets, long inBytes, long outBytes) {

    public static final Traffic ZERO = new Traffic(0, 0, 0, 0, 0);
  }
}
