package keepalived.interop;

import java.util.ArrayList;
import java.util.List;

/// One of our routers and a peer on one network: which of them is master, and what happens to the
/// master. With a [Dialect] it is a cell of the interoperation matrix.
record Encounter(Peer peer, boolean weAreMaster, Fault fault) {

  enum Peer {
    OURSELVES,
    KEEPALIVED,
    FRR;

    /// What the peer lacks for the dialect; empty when it speaks it.
    String lacks(Dialect dialect) {
      if (this == FRR && dialect.transport() == Dialect.Transport.UNICAST) {
        return "FRR's vrrpd has no unicast";
      }
      if (this == FRR && dialect.auth() != Dialect.Auth.NONE) {
        return "FRR's vrrpd has no authentication";
      }
      return "";
    }
  }

  enum Fault {
    KILL,
    GRACEFUL,
    LINK_DOWN,
    PRIORITY
  }

  static List<Encounter> all() {
    var encounters = new ArrayList<Encounter>();
    for (var peer : Peer.values()) {
      for (boolean weAreMaster : new boolean[] {true, false}) {
        for (var fault : Fault.values()) {
          encounters.add(new Encounter(peer, weAreMaster, fault));
        }
      }
    }
    return encounters;
  }

  /// Those that both speak.
  List<Dialect> dialects() {
    return Dialect.all().stream().filter(dialect -> peer.lacks(dialect).isEmpty()).toList();
  }

  /// Whether the master must release its addresses: those of a killed router stay on its machine,
  /// and FRR stays master on a dead link.
  boolean masterLetsGo() {
    boolean frrOnDeadLink = peer == Peer.FRR && !weAreMaster && fault == Fault.LINK_DOWN;
    return fault != Fault.KILL && !frrOnDeadLink;
  }

  @Override
  public String toString() {
    return "peer " + peer + ", " + (weAreMaster ? "we are" : "the peer is") + " master, " + fault;
  }
}
