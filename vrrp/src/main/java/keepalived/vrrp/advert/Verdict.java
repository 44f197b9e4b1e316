package keepalived.vrrp.advert;

import keepalived.core.log.LogLine;
import java.util.List;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.packet.Advertisement;

/// Whether an instance listens to a packet.
public sealed interface Verdict {

  /// @param sequences with the sequences of this packet
  /// @param remarks what is odd about it, though accepted
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
