package keepalived.vrrp.advert;

import java.util.List;
import keepalived.core.log.LogLine;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.packet.Advertisement;

/// Whether an instance accepts a packet.
public sealed interface Verdict {

  /// @param sequences the state after this packet
  /// @param remarks mismatches that are logged and counted, although the advert is accepted
  record Accepted(Advertisement advert, SequenceState sequences, List<Refused> remarks)
      implements Verdict {
    public Accepted {
      remarks = List.copyOf(remarks);
    }
  }

  /// @param counter the reason
  /// @param line logged once until the state or the master changes
  record Refused(Counter counter, LogLine line) implements Verdict {}
}
