package keepalived.conf.lvs.draft;

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

/// A checker during reading. The kind of the checker decides which fields are used.
public final class CheckDraft {

  public enum Kind {
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

  /// A `url` during reading.
  public static final class UrlDraft {
    public Optional<String> path = Optional.empty();
    public Optional<String> virtualHost = Optional.empty();
    public final List<Check.CodeRange> codes = new ArrayList<>();
    public Optional<String> digest = Optional.empty();
    public Optional<String> regex = Optional.empty();
    public Place regexPlace = Place.of("");
    public boolean regexMustNotMatch;
    public final List<String> regexOptions = new ArrayList<>();
    public int minOffset;
    public OptionalInt maxOffset = OptionalInt.empty();
    public Optional<Boolean> tlsCompliant = Optional.empty();
  }

  public final LvsDraft lvs;
  public final Kind kind;
  final Place place;

  /// The checker that this `host` belongs to; the checker itself if it is not a `host`. Settings
  /// that do not concern the connection are kept there, because they apply to all hosts.
  public final CheckDraft whole;

  public final TimingDraft timing = new TimingDraft();
  public Optional<Boolean> alpha = Optional.empty();
  public Optional<Boolean> logAllFailures = Optional.empty();

  public Optional<IpAddress> connectIp = Optional.empty();
  public OptionalInt connectPort = OptionalInt.empty();
  public Optional<IpAddress> bindAddress = Optional.empty();
  Optional<Place> bindPlace = Optional.empty();
  public int bindPort;
  public Optional<String> bindInterface = Optional.empty();
  public long mark;

  public Optional<String> virtualHost = Optional.empty();
  public Check.HttpVersion httpVersion = Check.HttpVersion.HTTP_1_0;
  public boolean sni;
  public Optional<String> sniName = Optional.empty();
  public boolean fastRecovery;
  public boolean tlsCompliant;
  public final List<UrlDraft> urls = new ArrayList<>();

  public String heloName = "smtpchecker.keepalived.org";
  public final List<CheckDraft> hosts = new ArrayList<>();
  public RecordType recordType = RecordType.SOA;
  public String recordName = ".";
  public Optional<String> payload = Optional.empty();
  public boolean requireReply;
  public Optional<String> replyPattern = Optional.empty();
  public int replyMin;
  public int replyMax = 255;

  Optional<ScriptReader.Command> command = Optional.empty();
  Args commandArgs;
  Optional<Script.RunAs> user = Optional.empty();
  boolean userInvalid;
  public Optional<Script> script = Optional.empty();
  public Optional<Long> miscTimeout = Optional.empty();
  public boolean dynamic;

  public Optional<String> name = Optional.empty();
  boolean nameInvalid;
  public OptionalInt weight = OptionalInt.empty();
  public boolean reverse;

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

  /// Makes the draft of a `host` of this checker.
  CheckDraft host(Place where) {
    return new CheckDraft(this, where);
  }

  /// Whether the checker runs a check of its own in addition to those of its hosts.
  public boolean checksItself() {
    return hosts.isEmpty() || connects();
  }

  /// Whether the checker itself has a setting for its connection.
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
