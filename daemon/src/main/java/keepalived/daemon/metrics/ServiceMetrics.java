package keepalived.daemon.metrics;

import java.util.List;
import java.util.function.ToLongFunction;
import keepalived.healthcheck.engine.LvsSnapshot.ServerView;
import keepalived.healthcheck.engine.LvsSnapshot.ServiceView;

/// Families about virtual and real servers. Reasons of failures are in `/v1/services`: a label with
/// free text would make a new series for each.
record ServiceMetrics(MetricsText text, List<ServiceView> all) {

  void services() {
    service("virtual_server_up", "Whether the quorum is reached", s -> s.quorum() ? 1 : 0);
    service("virtual_server_quorum", "Configured quorum", s -> s.config().quorum().quorum());
    service("virtual_server_live_weight", "Weight of servers that are up", ServiceView::liveWeight);
    service(
        "virtual_server_sorry_active",
        "Whether the sorry server has the traffic",
        s -> s.sorryServing() ? 1 : 0);
    text.gauge("keepalived_virtual_server_real_servers", "Real servers by state");
    for (var service : all) {
      long up = service.servers().stream().filter(ServerView::alive).count();
      text.sample(MetricsText.and(labels(service), "state", "up"), up);
      long down = service.servers().size() - up;
      text.sample(MetricsText.and(labels(service), "state", "down"), down);
    }
  }

  void servers() {
    server("real_server_up", "Whether all checks of the server are good", s -> s.alive() ? 1 : 0);
    server("real_server_weight", "Effective weight", ServerView::weight);
    server("real_server_in_table", "Whether the kernel has the server", s -> s.inTable() ? 1 : 0);
  }

  private void service(String name, String help, ToLongFunction<ServiceView> value) {
    text.gauge("keepalived_" + name, help);
    all.forEach(service -> text.sample(labels(service), value.applyAsLong(service)));
  }

  private void server(String name, String help, ToLongFunction<ServerView> value) {
    text.gauge("keepalived_" + name, help);
    for (var service : all) {
      String labels = labels(service);
      for (var server : service.servers()) {
        text.sample(
            MetricsText.and(labels, "real_server", server.name()), value.applyAsLong(server));
      }
    }
  }

  private static String labels(ServiceView service) {
    String protocol = service.config().protocol().word();
    return MetricsText.labels("virtual_server", service.name(), "proto", protocol);
  }
}
