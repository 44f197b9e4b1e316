package keepalived.vrrp.net;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import keepalived.core.config.Config;
import keepalived.core.event.Recorder;
import keepalived.core.time.MonoTime;
import keepalived.lab.Await;
import keepalived.lab.Machine;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.vrrp.engine.VrrpEngine;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.port.VrrpPorts;

/// A router in this JVM whose loop lives on a machine.
final class LocalRouter implements AutoCloseable {

  /// How many of the last log lines a failure shows.
  private static final int TAIL = 200;

  private final Machine machine;
  private final EpollLoop loop;
  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private LinuxVrrpNetwork network;
  private VrrpEngine engine;

  LocalRouter(Machine host, Config config) {
    this(host, config, ElectionMachine::step);
  }

  LocalRouter(Machine host, Config config, ElectionMachine.Machine step) {
    this(host, config, step, NetlinkSocket.Options.DEFAULT);
  }

  /// @param options of the socket that receives kernel events
  LocalRouter(
      Machine host, Config config, ElectionMachine.Machine step, NetlinkSocket.Options options) {
    machine = host;
    loop = host.call(() -> EpollLoop.start("vrrp-test", thrown::add));
    on(
        () -> {
          network = new LinuxVrrpNetwork(loop, options, report -> lines.add(report.text()));
          engine =
              new VrrpEngine(
                  new VrrpPorts(
                      loop,
                      new MonoTime(0),
                      InstantSource.system(),
                      network,
                      notice -> lines.add(notice.toString()),
                      report -> lines.add(report.text()),
                      Recorder.counting()),
                  step);
          network.start(engine);
          engine.reconfigure(config);
          return null;
        });
  }

  EpollLoop loop() {
    return loop;
  }

  VrrpEngine engine() {
    return engine;
  }

  /// Runs code on the router's loop.
  <T> T on(Supplier<T> work) {
    var done = new CompletableFuture<T>();
    loop.post(
        () -> {
          try {
            done.complete(work.get());
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    try {
      return done.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until this holds; a failure shows the machine's addresses, its routes and the last lines
  /// of the log.
  void await(Await.Condition condition) {
    Await.until(this::shown, condition);
  }

  private String shown() {
    var seen = lines();
    return machine.ip("addr")
        + machine.ip("route", "show", "table", "all")
        + String.join("\n", seen.subList(Math.max(0, seen.size() - TAIL), seen.size()));
  }

  void reload(Config next) {
    on(
        () -> {
          engine.reconfigure(next);
          return null;
        });
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /// How many lines so far contain this text.
  long count(String text) {
    return lines.stream().filter(line -> line.contains(text)).count();
  }

  Map<String, Long> thrown() {
    var counts = new java.util.TreeMap<String, Long>();
    thrown.forEach(t -> counts.merge(t.toString(), 1L, Long::sum));
    return counts;
  }

  @Override
  public void close() {
    on(
        () -> {
          engine.shutdown();
          network.close();
          return null;
        });
    loop.close();
  }
}
