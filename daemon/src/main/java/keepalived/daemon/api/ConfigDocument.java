package keepalived.daemon.api;

import java.util.List;
import java.util.Map;
import keepalived.core.config.Check;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.field.CheckFields;
import keepalived.core.config.field.Field;
import keepalived.core.config.field.GlobalFields;
import keepalived.core.config.field.InstanceFields;
import keepalived.core.config.field.ServiceFields;
import keepalived.core.config.field.SharedFields;
import keepalived.core.config.field.VrrpFields;
import keepalived.daemon.status.Json;

/// `/v1/config`: the effective configuration by keywords, defaults included. Passwords and keys are
/// masked; of commands only the program is shown.
public final class ConfigDocument {

  private final Json json;

  private ConfigDocument(Json json) {
    this.json = json;
  }

  public static void write(Json json, Reading reading) {
    json.object(() -> new ConfigDocument(json).members(reading));
  }

  private void members(Reading reading) {
    var config = reading.process().running();
    var vrrp = config.vrrp();
    block("global_defs", GlobalFields.ALL, config.global());
    table("vrrp_instance", InstanceFields.ALL, vrrp.instances());
    table("vrrp_sync_group", VrrpFields.GROUP, vrrp.syncGroups());
    table("vrrp_script", VrrpFields.SCRIPT, vrrp.scripts());
    table("vrrp_track_process", VrrpFields.PROCESS, vrrp.processes());
    block("vrrp", VrrpFields.PLAIN, vrrp);
    table("track_file", SharedFields.FILE, config.trackFiles());
    table("bfd_instance", SharedFields.BFD, config.bfdInstances());
    lvs(config.lvs());
  }

  private void lvs(LvsConfig lvs) {
    block("SSL", ServiceFields.TLS, lvs);
    table("virtual_server_group", ServiceFields.GROUP, lvs.groups());
    table("local_address_group", ServiceFields.LOCAL_ADDRESSES, lvs.localAddressGroups());
    json.name("virtual_server").array(() -> lvs.virtualServers().forEach(this::service));
  }

  private void service(VirtualServer service) {
    json.object(
        () -> {
          settings(Field.Setting.of(ServiceFields.SERVICE, service));
          json.name("real_server").array(() -> service.realServers().forEach(this::server));
        });
  }

  private void server(RealServer server) {
    json.object(
        () -> {
          settings(Field.Setting.of(ServiceFields.SERVER, server));
          json.name("checks").array(() -> server.checks().forEach(this::check));
        });
  }

  private void check(Check check) {
    json.object(
        () -> {
          json.member("check", CheckFields.keyword(check));
          settings(CheckFields.settings(check));
        });
  }

  private <R> void table(String name, List<Field<R>> fields, Map<String, R> records) {
    json.name(name).array(() -> records.values().forEach(r -> object(fields, r)));
  }

  private <R> void block(String name, List<Field<R>> fields, R record) {
    json.name(name);
    object(fields, record);
  }

  private <R> void object(List<Field<R>> fields, R record) {
    json.object(() -> settings(Field.Setting.of(fields, record)));
  }

  private void settings(List<Field.Setting> settings) {
    for (var setting : settings) {
      if (setting.list()) {
        json.member(setting.keyword(), setting.words());
      } else {
        json.member(setting.keyword(), setting.words().getFirst());
      }
    }
  }
}
