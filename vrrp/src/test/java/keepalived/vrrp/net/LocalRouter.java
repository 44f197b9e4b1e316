package keepalived.vrrp.net;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import keepalived.core.config.Config;
import keepalived.core.time.MonoTime;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.process.Namespaces;
import keepalived.vrrp.engine.VrrpEngine;
import keepalived.vrrp.engine.VrrpPorts;
import keepalived.vrrp.machine.ElectionMachine;

/// A router in this JVM whose loop lives in a network namespace.
final class LocalRouter implements AutoCloseable {

  private final EpollLoop loop;
  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private LinuxVrrpNetwork network;
  private VrrpEngine engine;

  LocalRouter(String namespace, Config config) {
    this(namespace, config, ElectionMachine::step);
  }

  LocalRouter(String namespace, Config config, ElectionMachine.Machine machine) {
    this(namespace, config, machine, NetlinkSocket.Options.DEFAULT);
  }

  /// @param options of the socket that hears of changes
  LocalRouter(
      String namespace,
      Config config,
      ElectionMachine.Machine machine,
      NetlinkSocket.Options options) {
    loop = startIn(namespace);
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
                      report -> lines.add(report.text())),
                  machine);
          network.start(engine);
          engine.reconfigure(config);
          return null;
        });
  }

  private EpollLoop startIn(String namespace) {
    var started = new CompletableFuture<EpollLoop>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                Namespaces.enter(namespace);
                started.complete(EpollLoop.start("vrrp-test", thrown::add));
              } catch (RuntimeException e) {
                started.completeExceptionally(e);
              }
            });
    return started.join();
  }

  EpollLoop loop() {
    return loop;
  }

  VrrpEngine engine() {
    return engine;
  }

  /// Does something on the router's loop.
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

  /// How many lines have this text so far.
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
