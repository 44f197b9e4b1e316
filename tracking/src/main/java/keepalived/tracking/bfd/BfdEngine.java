package keepalived.tracking.bfd;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.diff.Change;
import keepalived.core.diff.Diff;
import keepalived.core.event.Published;
import keepalived.core.log.Level;
import keepalived.core.log.PartLog;
import keepalived.core.loop.Loop;
import keepalived.core.net.IpAddress;

/// Runs all BFD sessions. All methods run on the loop; readers on other threads use [#published()].
public final class BfdEngine {

  /// Delay before a socket that could not be opened is tried again.
  private static final Duration REOPEN = Duration.ofSeconds(60);

  /// Called when a session comes up or goes down, and once for each session at start and reload.
  public interface Listener {
    void changed(BfdInstance session, boolean up);
  }

  /// Sends and receives packets.
  public interface Network {

    /// Opens a socket to a peer.
    ///
    /// @throws SocketException when it cannot be opened now, for example because the source address
    ///   is not configured on this host
    Link open(BfdInstance session) throws SocketException;

    /// Passes received packets to `taker` from now on, until all links are closed.
    void deliver(Taker taker);

    interface Taker {
      /// @param hopLimit TTL or hop limit on arrival; -1 when unknown
      void take(IpAddress source, int hopLimit, boolean multihop, ByteBuffer packet);
    }

    interface Link extends AutoCloseable {
      void send(ByteBuffer packet) throws SocketException;

      @Override
      void close();
    }
  }

  /// Dependencies of the engine.
  ///
  /// @param random for discriminators and jitter
  public record Ports(
      Loop loop, Network network, RandomGenerator random, PartLog log, Listener listener) {}

  /// One session, for readers.
  ///
  /// @param state AdminDown, Down, Init or Up
  /// @param remoteState from the last packet of the peer
  public record View(
      BfdInstance config,
      String state,
      String remoteState,
      String diagnostic,
      Duration interval,
      Duration detectionTime) {}

  /// A running session.
  private static final class Running {
    private BfdInstance config;
    private Session session;
    private Optional<Network.Link> link = Optional.empty();
    private Loop.Cancellable timer = () -> {};
    private boolean sendFailed;

    private Running(BfdInstance config, Session session) {
      this.config = config;
      this.session = session;
    }
  }

  private final Ports ports;
  private final Map<String, Running> byName = new LinkedHashMap<>();
  private final Map<Long, Running> byDiscriminator = new HashMap<>();
  private final Map<IpAddress, List<Running>> byNeighbor = new HashMap<>();
  private final Published<List<View>> published = new Published<>(List.of());

  public BfdEngine(Ports ports) {
    this.ports = ports;
    ports.network().deliver(this::take);
  }

  public Published<List<View>> published() {
    return published;
  }

  public void start(Map<String, BfdInstance> sessions) {
    sessions.values().forEach(this::add);
    publish();
  }

  /// Replaces the configuration. Sessions are matched by name and keep state, discriminator and
  /// timers. Changed intervals begin a poll sequence; a session with another peer or source is
  /// replaced.
  public void reconfigure(Map<String, BfdInstance> sessions) {
    var old = new LinkedHashMap<String, BfdInstance>();
    byName.forEach((name, running) -> old.put(name, running.config));
    for (var change : Diff.of(old, sessions)) {
      switch (change) {
        case Change.Removed<String, BfdInstance>(var name, _) -> remove(name);
        case Change.Added<String, BfdInstance>(_, var config) -> add(config);
        case Change.Changed<String, BfdInstance>(var name, var before, var after) -> {
          if (sameWay(before, after)) {
            var running = byName.get(name);
            running.config = after;
            apply(running, new Session.Event.Reconfigured());
          } else {
            remove(name);
            add(after);
          }
        }
      }
    }
    byName
        .values()
        .forEach(
            running ->
                ports
                    .listener()
                    .changed(
                        running.config, running.session.local().state() == ControlPacket.State.UP));
    publish();
  }

  public void stop() {
    List.copyOf(byName.keySet()).forEach(this::remove);
    publish();
  }

  private static boolean sameWay(BfdInstance a, BfdInstance b) {
    return a.neighbor().equals(b.neighbor())
        && a.source().equals(b.source())
        && a.multihop() == b.multihop()
        && a.ttl() == b.ttl();
  }

  private void add(BfdInstance config) {
    var running = new Running(config, Session.fresh(discriminator(), config));
    byName.put(config.name(), running);
    byDiscriminator.put(running.session.local().discriminator(), running);
    byNeighbor.computeIfAbsent(config.neighbor(), _ -> new ArrayList<>()).add(running);
    open(running);
  }

  private long discriminator() {
    long made;
    do {
      made = ports.random().nextLong(1, 1L << 32);
    } while (byDiscriminator.containsKey(made));
    return made;
  }

  private void open(Running running) {
    try {
      running.link = Optional.of(ports.network().open(running.config));
      apply(running, new Session.Event.Started());
    } catch (SocketException e) {
      log(
          Level.ERROR,
          running,
          "Unable to open output socket, disabling instance: " + e.getMessage());
      ports.listener().changed(running.config, false);
      running.timer = ports.loop().after(REOPEN, () -> open(running));
    }
  }

  private void remove(String name) {
    var running = byName.remove(name);
    byDiscriminator.remove(running.session.local().discriminator());
    byNeighbor.get(running.config.neighbor()).remove(running);
    running.timer.cancel();
    running.link.ifPresent(Network.Link::close);
  }

  private void take(IpAddress source, int hopLimit, boolean multihop, ByteBuffer bytes) {
    switch (ControlPacket.decode(bytes)) {
      case ControlRejected(var reason) ->
          ports.log().warning("Discarding bogus packet from " + source + ": " + reason.words());
      case ControlPacket packet ->
          session(source, multihop, packet)
              .filter(running -> nearEnough(running.config, hopLimit))
              .ifPresent(running -> apply(running, new Session.Event.Heard(packet)));
    }
  }

  private Optional<Running> session(IpAddress source, boolean multihop, ControlPacket packet) {
    long yours = packet.discriminators().yours();
    if (yours != 0) {
      return Optional.ofNullable(byDiscriminator.get(yours))
          .filter(r -> r.config.neighbor().equals(source) && r.config.multihop() == multihop);
    }
    return byNeighbor.getOrDefault(source, List.of()).stream()
        .filter(r -> r.config.multihop() == multihop && r.link.isPresent())
        .findFirst();
  }

  /// The check of the TTL on arrival: not more hops than configured (RFC 5881 section 5).
  private static boolean nearEnough(BfdInstance config, int hopLimit) {
    return config.maxHops() < 0 || hopLimit < 0 || hopLimit >= config.ttl() - config.maxHops();
  }

  private void apply(Running running, Session.Event event) {
    var before = view(running);
    var step =
        Session.step(running.config, running.session, event, ports.loop().now(), ports.random());
    running.session = step.session();
    step.effects().forEach(effect -> perform(running, effect));
    running.timer.cancel();
    running.timer =
        running
            .session
            .deadline()
            .map(when -> ports.loop().at(when, () -> apply(running, new Session.Event.Woken())))
            .orElse(() -> {});
    if (!before.equals(view(running))) {
      publish();
    }
  }

  private void perform(Running running, Session.Effect effect) {
    switch (effect) {
      case Session.Effect.Send(var packet) -> send(running, packet);
      case Session.Effect.Told(boolean up) -> ports.listener().changed(running.config, up);
      case Session.Effect.Entered(var state, var local, var remote) -> {
        if (state == ControlPacket.State.DOWN) {
          log(
              Level.WARNING,
              running,
              "Entering Down state (Local diagnostic - %s, Remote diagnostic - %s)"
                  .formatted(local.words(), remote.words()));
        } else {
          log(Level.INFO, running, "Entering " + state.word() + " state");
        }
      }
      case Session.Effect.Expired(var after, var overdue) ->
          log(
              Level.WARNING,
              running,
              "Expired after %d ms (%d usec overdue)"
                  .formatted(after.toMillis(), overdue.toNanos() / 1000));
      case Session.Effect.PollBegan() -> log(Level.INFO, running, "Starting poll sequence");
    }
  }

  private void send(Running running, ControlPacket packet) {
    if (running.link.isEmpty()) {
      return;
    }
    try {
      running.link.get().send(packet.encode());
      running.sendFailed = false;
    } catch (SocketException e) {
      if (!running.sendFailed) {
        log(Level.ERROR, running, "Error sending packet: " + e.getMessage());
      }
      running.sendFailed = true;
    }
  }

  private void log(Level severity, Running running, String text) {
    ports.log().log(severity, "(" + running.config.name() + ") " + text);
  }

  private void publish() {
    published.publish(byName.values().stream().map(BfdEngine::view).toList());
  }

  private static View view(Running running) {
    var session = running.session;
    return new View(
        running.config,
        running.link.isPresent() ? session.local().state().word() : "AdminDown",
        session.remote().state().word(),
        session.local().diagnostic().words(),
        session.interval(),
        session.detectionTime());
  }
}
