package keepalived.interop;

import java.util.ArrayList;
import java.util.List;

/// One cell of the interoperation matrix: the dialect, the peer, which router is master, and what
/// happens to the master.
record Cell(Dialect dialect, Peer peer, boolean weAreMaster, Fault fault) {

  enum Family {
    IPV4,
    IPV6
  }

  enum Transport {
    MULTICAST,
    UNICAST
  }

  enum Auth {
    NONE,
    PASS,
    AH
  }

  enum Peer {
    OURSELVES,
    KEEPALIVED,
    FRR
  }

  enum Fault {
    KILL,
    GRACEFUL,
    LINK_DOWN,
    PRIORITY
  }

  record Dialect(int version, Family family, Transport transport, Auth auth) {

    /// Authentication exists in version 2 only, and version 2 is IPv4 only (RFC 5798 9).
    boolean legal() {
      return version == 3 ? auth == Auth.NONE : family == Family.IPV4;
    }

    @Override
    public String toString() {
      return "v" + version + " " + family + " " + transport + " " + auth;
    }
  }

  /// Why a peer cannot run this cell; empty when it can.
  String impossible() {
    if (peer == Peer.FRR && dialect.transport() == Transport.UNICAST) {
      return "FRR's vrrpd has no unicast";
    }
    if (peer == Peer.FRR && dialect.auth() != Auth.NONE) {
      return "FRR's vrrpd has no authentication";
    }
    return "";
  }

  static List<Cell> all() {
    var cells = new ArrayList<Cell>();
    for (int version : new int[] {2, 3}) {
      for (var family : Family.values()) {
        for (var transport : Transport.values()) {
          for (var auth : Auth.values()) {
            var dialect = new Dialect(version, family, transport, auth);
            if (dialect.legal()) {
              addCells(cells, dialect);
            }
          }
        }
      }
    }
    return cells;
  }

  private static void addCells(List<Cell> cells, Dialect dialect) {
    for (var peer : Peer.values()) {
      for (boolean weAreMaster : new boolean[] {true, false}) {
        for (var fault : Fault.values()) {
          cells.add(new Cell(dialect, peer, weAreMaster, fault));
        }
      }
    }
  }

  @Override
  public String toString() {
    return dialect
        + ", peer "
        + peer
        + ", "
        + (weAreMaster ? "we are" : "the peer is")
        + " master, "
        + fault;
  }
}
