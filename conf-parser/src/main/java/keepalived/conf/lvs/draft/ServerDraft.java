package keepalived.conf.lvs.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.lvs.value.EndpointReader;
import keepalived.conf.lvs.value.ForwardingReader;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.core.config.Forwarding;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;

/// A `real_server` during reading.
public final class ServerDraft {

  private static final long UINT = 0xFFFF_FFFFL;

  public final ServiceDraft service;
  public final Place place;
  public Endpoint endpoint;

  /// The default target of the checks. Without NAT, IPVS does not change the port of a connection
  /// and the rules correct `endpoint`, but the operator wants to check the port that the file has.
  public Endpoint checked;

  public boolean portGiven;
  public Optional<Integer> weight = Optional.empty();
  public Optional<Forwarding> forwarding = Optional.empty();
  public Optional<Boolean> inhibit = Optional.empty();
  public long upper;
  public long lower;
  public Optional<Script> notifyUp = Optional.empty();
  public Optional<Script> notifyDown = Optional.empty();
  public Optional<Boolean> alpha = Optional.empty();
  public Optional<Boolean> mail = Optional.empty();
  public Optional<String> virtualHost = Optional.empty();
  public Optional<String> snmpName = Optional.empty();
  public final TimingDraft timing = new TimingDraft();
  public final List<CheckDraft> checks = new ArrayList<>();

  private ServerDraft(ServiceDraft service, Place place, Endpoint endpoint, boolean portGiven) {
    this.service = service;
    this.place = place;
    this.endpoint = endpoint;
    this.checked = endpoint;
    this.portGiven = portGiven;
  }

  static Keywords<ServerDraft> table() {
    var table =
        Keywords.<ServerDraft>of("virtual_server/real_server")
            .custom("weight", ServerDraft::weight)
            .custom(
                "lvs_method",
                (d, args) ->
                    ForwardingReader.read(args).ifPresent(f -> d.forwarding = Optional.of(f)))
            .bool("inhibit_on_failure", (d, v) -> d.inhibit = Optional.of(v))
            .integer("uthreshold", 0, UINT, (d, v) -> d.upper = v)
            .integer("lthreshold", 0, UINT, (d, v) -> d.lower = v)
            .custom(
                "notify_up",
                ServiceScripts.read(
                    d -> d.service.lvs, d -> d.notifyUp, (d, s) -> d.notifyUp = Optional.of(s)))
            .custom(
                "notify_down",
                ServiceScripts.read(
                    d -> d.service.lvs, d -> d.notifyDown, (d, s) -> d.notifyDown = Optional.of(s)))
            .bool("alpha", (d, v) -> d.alpha = Optional.of(v))
            .bool("smtp_alert", (d, v) -> d.mail = Optional.of(v))
            .text("virtualhost", Missing.COMPLAINT, (d, v) -> d.virtualHost = Optional.of(v))
            .custom(
                "snmp_name",
                (d, args) ->
                    ServiceKeywords.onlyWord(args).ifPresent(v -> d.snmpName = Optional.of(v)));
    TimingDraft.add(table, 1, d -> d.timing);
    TimingDraft.addTimeout(table, d -> d.timing);
    CheckKeywords.add(table);
    return table;
  }

  private static void weight(ServerDraft d, Args args) {
    args.required()
        .flatMap(w -> args.integer(w, 0, Integer.MAX_VALUE))
        .ifPresent(v -> d.weight = Optional.of(v.intValue()));
  }

  static Optional<ServerDraft> open(ServiceDraft service, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return Optional.empty();
    }
    var endpoint = EndpointReader.read(args, word.get(), "real server");
    service.serverRefused |= endpoint.isEmpty();
    return endpoint.map(e -> new ServerDraft(service, args.place(), e.endpoint(), e.portGiven()));
  }

  static void close(ServiceDraft service, ServerDraft draft, Args args) {
    service.servers.add(draft);
  }

  /// The forwarding method, by default that of the service, which must be set.
  public Forwarding forwarding() {
    return forwarding.or(() -> service.forwarding).orElseThrow();
  }

  public void port(int port) {
    endpoint = new Endpoint(endpoint.address(), port);
  }
}
