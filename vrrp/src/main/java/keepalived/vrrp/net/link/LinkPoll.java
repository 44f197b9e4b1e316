package keepalived.vrrp.net.link;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.core.config.VrrpConfig.LinkbeatMethod;
import keepalived.core.loop.Loop;
import keepalived.linux.link.LinkBeat;

/// Polls the link state of interfaces every second (`linkbeat_interfaces`) where the driver does
/// not report it by netlink.
public final class LinkPoll implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Loop loop;
  private final Consumer<String> changed;
  private final Map<String, Boolean> beats = new HashMap<>();
  private Map<String, LinkbeatMethod> polled = Map.of();
  private Optional<LinkBeat> link = Optional.empty();
  private Loop.Cancellable next = () -> {};

  /// @param changed called with the name of an interface whose link state changed
  public LinkPoll(Loop loop, Consumer<String> changed) {
    this.loop = loop;
    this.changed = changed;
  }

  /// @param named interfaces with the polling method
  /// @param all further interfaces, polled with the automatic method
  public void configure(Map<String, LinkbeatMethod> named, Set<String> all) {
    var wanted = new LinkedHashMap<String, LinkbeatMethod>();
    all.forEach(name -> wanted.put(name, LinkbeatMethod.AUTOMATIC));
    wanted.putAll(named);
    polled = wanted;
    beats.keySet().retainAll(wanted.keySet());
    next.cancel();
    if (!wanted.isEmpty()) {
      if (link.isEmpty()) {
        link = Optional.of(new LinkBeat());
      }
      poll();
    }
  }

  /// Whether no poll has found the link down.
  public boolean beats(String name) {
    return beats.getOrDefault(name, true);
  }

  private void poll() {
    next = loop.after(PERIOD, this::poll);
    var different = new HashSet<String>();
    polled.forEach(
        (name, method) -> {
          var up = method(name, method).flatMap(m -> link.orElseThrow().isUp(name, m));
          boolean before = beats(name);
          up.ifPresent(beat -> beats.put(name, beat));
          if (before != beats(name)) {
            different.add(name);
          }
        });
    different.forEach(changed);
  }

  private Optional<LinkBeat.Method> method(String name, LinkbeatMethod wanted) {
    return switch (wanted) {
      case AUTOMATIC -> link.orElseThrow().methodFor(name);
      case MII -> Optional.of(LinkBeat.Method.MII);
      case ETHTOOL -> Optional.of(LinkBeat.Method.ETHTOOL);
      case IOCTL -> Optional.of(LinkBeat.Method.IOCTL);
    };
  }

  @Override
  public void close() {
    next.cancel();
    link.ifPresent(LinkBeat::close);
  }
}
