package keepalived.daemon.api;

import keepalived.daemon.status.Json;
import keepalived.vrrp.engine.VrrpSnapshot;

/// `/v1/groups`: sync groups.
public final class GroupsDocument {

  private GroupsDocument() {}

  public static void write(Json json, Reading reading) {
    json.array(
        () ->
            reading.vrrp().stream()
                .flatMap(vrrp -> vrrp.groups().stream())
                .forEach(group -> json.object(() -> group(json, reading, group))));
  }

  private static void group(Json json, Reading reading, VrrpSnapshot.GroupSnapshot group) {
    json.member("name", group.config().name())
        .member("state", group.state().map(Enum::name).orElse("MIXED"));
    json.name("members")
        .array(
            () ->
                group
                    .config()
                    .members()
                    .forEach(
                        name ->
                            json.object(
                                () -> {
                                  json.member("name", name);
                                  reading
                                      .instance(name)
                                      .ifPresent(
                                          i -> json.member("state", Words.state(i.state().role())));
                                })));
  }
}
