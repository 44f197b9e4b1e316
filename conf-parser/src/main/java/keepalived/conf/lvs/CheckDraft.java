package keepalived.conf.lvs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.global.ScriptReader;
import keepalived.conf.schema.Args;
import keepalived.core.config.Check;
import keepalived.core.config.Check.RecordType;
import keepalived.core.config.script.Script;
import keepalived.core.net.IpAddress;

/// A checker while it is read; which fields count depends on its kind.
final class CheckDraft {

  enum Kind {
    HTTP_GET,
    SSL_GET,
    TCP_CHECK,
    SMTP_CHECK,
    DNS_CHECK,
    UDP_CHECK,
    PING_CHECK,
    MISC_CHECK,
    FILE_CHECK,
    BFD_CHECK
  }

  /// A `url` while it is read.
  static final class UrlDraft {
    Optional<String> path = Optional.empty();
    Optional<String> virtualHost = Optional.empty();
    final List<Check.CodeRange> codes = new ArrayList<>();
    Optional<String> digest = Optional.empty();
    Optional<String> regex = Optional.empty();
    Place regexPlace = Place.of("");
    boolean regexMustNotMatch;
    final List<String> regexOptions = new ArrayList<>();
    int minOffset;
    OptionalInt maxOffset = OptionalInt.empty();
    Optional<Boolean> tlsCompliant = Optional.empty();
  }

  final LvsDraft lvs;
  final Kind kind;
  final Place place;

  /// The checker that a `host` belongs to, else the checker itself: what is no matter of the
  /// connection holds for all hosts, wherever it is said.
  final CheckDraft whole;

  final TimingDraft timing = new TimingDraft();
  Optional<Boolean> alpha = Optional.empty();
  Optional<Boolean> logAllFailures = Optional.empty();

  Optional<IpAddress> connectIp = Optional.empty();
  OptionalInt connectPort = OptionalInt.empty();
  Optional<IpAddress> bindAddress = Optional.empty();
  Optional<Place> bindPlace = Optional.empty();
  int bindPort;
  Optional<String> bindInterface = Optional.empty();
  long mark;

  Optional<String> virtualHost = Optional.empty();
  Check.HttpVersion httpVersion = Check.HttpVersion.HTTP_1_0;
  boolean sni;
  Optional<String> sniName = Optional.empty();
  boolean fastRecovery;
  boolean tlsCompliant;
  final List<UrlDraft> urls = new ArrayList<>();

  String heloName = "smtpchecker.keepalived.org";
  final List<CheckDraft> hosts = new ArrayList<>();
  RecordType recordType = RecordType.SOA;
  String recordName = ".";
  Optional<String> payload = Optional.empty();
  boolean requireReply;
  Optional<String> replyPattern = Optional.empty();
  int replyMin;
  int replyMax = 255;

  Optional<ScriptReader.Command> command = Optional.empty();
  Args commandArgs;
  Optional<Script.RunAs> user = Optional.empty();
  boolean userInvalid;
  Optional<Script> script = Optional.empty();
  Optional<Long> miscTimeout = Optional.empty();
  boolean dynamic;

  Optional<String> name = Optional.empty();
  boolean nameInvalid;
  OptionalInt weight = OptionalInt.empty();
  boolean reverse;

  CheckDraft(LvsDraft lvs, Kind kind, Place place) {
    this.lvs = lvs;
    this.kind = kind;
    this.place = place;
    this.whole = this;
  }

  private CheckDraft(CheckDraft whole, Place place) {
    this.lvs = whole.lvs;
    this.kind = whole.kind;
    this.place = place;
    this.whole = whole;
  }

  /// A `host` of this checker.
  CheckDraft host(Place where) {
    return new CheckDraft(this, where);
  }

  /// Whether the checker is a check of its own beside those of its hosts.
  boolean checksItself() {
    return hosts.isEmpty() || connects();
  }

  /// Whether the checker sets an option of its connection.
  private boolean connects() {
    return connectIp.isPresent()
        || connectPort.isPresent()
        || bindAddress.isPresent()
        || bindPort != 0
        || bindInterface.isPresent()
        || mark != 0
        || timing.connectTimeout.isPresent();
  }
}
