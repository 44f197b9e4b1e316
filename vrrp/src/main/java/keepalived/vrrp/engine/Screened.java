package keepalived.vrrp.engine;

import java.util.List;
import keepalived.vrrp.packet.Advertisement;

/// Whether an instance listens to a packet.
sealed interface Screened {

  /// @param wire with the sequences of this packet
  /// @param remarks what is odd about it, though accepted
  record Accepted(Advertisement advert, Wire wire, List<Refused> remarks) implements Screened {
    public Accepted {
      remarks = List.copyOf(remarks);
    }
  }

  /// @param counter the reason
  /// @param report logged once until the state or the master changes
  record Refused(Counter counter, Report report) implements Screened {}
}
