package keepalived.daemon.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.daemon.status.ItemText;
import keepalived.daemon.status.Json;
import keepalived.daemon.status.JsonKeys;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.priority.PriorityCalculation;
import keepalived.vrrp.transition.Transition;

/// `/v1/vrrp` and `/v1/vrrp/{name}`: virtual routers.
public final class VrrpDocument {

  private final Json json;
  private final Reading reading;

  private VrrpDocument(Json json, Reading reading) {
    this.json = json;
    this.reading = reading;
  }

  /// Writes all instances, as an array.
  public static void write(Json json, Reading reading) {
    json.array(() -> reading.instances().forEach(i -> write(json, reading, i)));
  }

  /// Writes one instance of the reading, as an object.
  public static void write(Json json, Reading reading, InstanceSnapshot instance) {
    json.object(() -> new VrrpDocument(json, reading).instance(instance));
  }

  private void instance(InstanceSnapshot instance) {
    var config = instance.config();
    json.member("name", config.name())
        .member("state", Words.state(instance.state().role()))
        .member("since", instance.lastTransition().when().toString())
        .member("wanted", config.election().wantsMaster() ? "MASTER" : "BACKUP")
        .member("vrid", config.vrid())
        .member("family", config.family().toString())
        .member("version", config.version().number());
    config.interfaceName().ifPresent(name -> json.member("interface", name));
    ItemText.virtualMac(config).ifPresent(name -> json.member("vmac", name));
    instance.address().ifPresent(address -> json.member("source", address.toString()));
    var group = reading.group(config.name()).map(VrrpSnapshot.GroupSnapshot::config);
    group.ifPresent(g -> json.member("group", g.name()));
    json.name("priority").object(() -> priority(instance, group));
    json.name("last_transition").object(() -> transition(instance.lastTransition()));
    json.name("faults").array(() -> faults(instance));
    json.name("master").object(() -> master(instance));
    json.number("advert_interval", Words.seconds(config.election().advertInterval()));
    json.member("preempt", config.election().preempt());
    addresses("addresses", config, config.addresses());
    addresses("excluded_addresses", config, config.excluded());
    json.member("routes", config.routes().stream().map(ItemText::route).toList());
    json.member("rules", config.rules().stream().map(ItemText::rule).toList());
    json.name("counters").object(() -> counters(instance));
  }

  private void priority(InstanceSnapshot instance, Optional<SyncGroup> group) {
    var config = instance.config();
    var parts =
        reading.vrrp().stream()
            .flatMap(
                vrrp ->
                    PriorityCalculation.contributions(config, group, vrrp.observations()).stream())
            .toList();
    json.member("effective", instance.priority()).member("base", config.election().priority());
    json.name("parts")
        .array(
            () ->
                parts.forEach(
                    part ->
                        json.object(
                            () ->
                                json.member("kind", word(part.kind()))
                                    .member("name", part.name())
                                    .member("weight", part.weight())
                                    .member("amount", part.amount()))));
  }

  private void transition(Transition last) {
    json.member("from", Words.state(last.from()))
        .member("to", Words.state(last.to()))
        .member("at", last.when().toString())
        .member("cause", last.cause().word())
        .member("text", last.why().text());
    if (last.event().present()) {
      json.member("event", last.event().toString());
    }
  }

  private void faults(InstanceSnapshot instance) {
    for (var fault : instance.faults()) {
      json.object(
          () ->
              json.member("kind", word(fault.kind()))
                  .member("subject", fault.subject())
                  .member("text", fault.text(instance.config().family())));
    }
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void master(InstanceSnapshot instance) {
    switch (instance.state()) {
      case State.Master master -> {
        json.member("self", true).member("priority", instance.priority());
        instance.address().ifPresent(address -> json.member("address", address.toString()));
        master
            .conflict()
            .filter(State.Conflict::real)
            .ifPresent(_ -> json.member("conflict", true));
      }
      case State.Backup backup -> {
        json.member("self", false);
        backup
            .master()
            .ifPresent(
                master ->
                    json.member("address", master.address().toString())
                        .member("priority", master.priority())
                        .number("interval", Words.seconds(backup.masterInterval())));
        instance
            .masterSilence()
            .ifPresent(age -> json.number("last_advert_age", Words.seconds(age)));
      }
      case State.Initialize _, State.Fault _ -> json.member("self", false);
    }
  }

  private void addresses(String name, VrrpInstance config, List<VirtualAddress> all) {
    var usual = ItemText.virtualMac(config).or(config::interfaceName);
    json.name(name)
        .array(
            () ->
                all.forEach(
                    address ->
                        json.object(
                            () -> {
                              json.member("address", address.prefix().toString());
                              address
                                  .interfaceName()
                                  .or(() -> usual)
                                  .ifPresent(dev -> json.member("interface", dev));
                            })));
  }

  private void counters(InstanceSnapshot instance) {
    for (var counter : Counter.values()) {
      String key = JsonKeys.of(counter).orElse(word(counter));
      json.member(key, instance.counters().getOrDefault(counter, 0L));
    }
  }
}
