package keepalived.vrrp.net.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.Dump;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.Rule;
import keepalived.vrrp.net.table.Debounce;
import org.junit.jupiter.api.Test;

/// Readings that changes interrupt, and their effect on the table of links and addresses.
class LinkSurveyTest {

  private static final int UP = 0x11043; // linux/if.h: UP, BROADCAST, RUNNING, MULTICAST, LOWER_UP

  private static Link link(int index, String name) {
    return new Link(
        index,
        name,
        UP,
        Link.Operation.UP,
        new Link.Hardware(1, Optional.empty(), Optional.empty(), 1500),
        new Link.Relations(0, 0, false, 0),
        new Link.Kind("", "", 0, 0),
        Link.AddressGeneration.EUI64);
  }

  private static Address address(int link, int number) {
    var prefix = new IpPrefix(Ipv4Address.of("10.0.0.0").plus(number), 32);
    return Address.of(AddressKey.of(link, prefix));
  }

  /// A simulated kernel; its readings are interrupted while `cut` holds, and lack every second
  /// entry.
  private static final class Kernel implements LinkSurvey.Kernel {
    final Map<Integer, Link> links = new TreeMap<>();
    final Map<AddressKey, Address> addresses = new LinkedHashMap<>();
    boolean cut;
    boolean cutByLink;

    private <T> Dump<T> read(Supplier<List<T>> all, boolean interrupted) {
      var entries = new ArrayList<T>();
      var every = all.get();
      for (int i = 0; i < every.size(); i++) {
        if (!interrupted || i % 2 == 0) {
          entries.add(every.get(i));
        }
      }
      return new Dump<>(entries, !interrupted, 0);
    }

    @Override
    public Dump<Link> links() {
      return read(() -> List.copyOf(links.values()), cut);
    }

    @Override
    public Optional<Link> link(int index) {
      return Optional.ofNullable(links.get(index));
    }

    @Override
    public Dump<Address> addresses() {
      return read(() -> List.copyOf(addresses.values()), cut);
    }

    @Override
    public Dump<Address> addresses(int link) {
      if (!links.containsKey(link)) {
        throw new LinuxException("dump addresses", Errno.ENODEV);
      }
      return read(
          () -> addresses.values().stream().filter(a -> a.key().link() == link).toList(),
          cutByLink);
    }
  }

  /// Records what it hears as lines.
  private static final class Heard implements InterfaceWatch.Listener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void linkAdded(Link link) {
      lines.add("+" + link.name());
    }

    @Override
    public void linkChanged(Link before, Link after) {
      lines.add(before.name() + ">" + after.name());
    }

    @Override
    public void linkRemoved(Link link) {
      lines.add("-" + link.name());
    }

    @Override
    public void addressAdded(Address address) {
      lines.add("+" + address.key().local());
    }

    @Override
    public void addressChanged(Address address) {
      lines.add("~" + address.key().local());
    }

    @Override
    public void addressRemoved(Address address) {
      lines.add("-" + address.key().local());
    }

    @Override
    public void routeRemoved(Route route) {
      throw new AssertionError(route);
    }

    @Override
    public void ruleRemoved(Rule rule) {
      throw new AssertionError(rule);
    }

    @Override
    public void resynchronised() {
      throw new AssertionError();
    }
  }

  private final Kernel kernel = new Kernel();
  private final Heard heard = new Heard();
  private final InterfaceTable table = new InterfaceTable(heard);

  private void has(Link... links) {
    for (var link : links) {
      kernel.links.put(link.index(), link);
    }
  }

  private void has(Address... addresses) {
    for (var address : addresses) {
      kernel.addresses.put(address.key(), address);
    }
  }

  private void survey() {
    var survey = LinkSurvey.read(kernel, table.beginSurvey());
    table.steps(survey).forEach(Runnable::run);
    table.endSurvey();
  }

  @Test
  void whatAnInterruptedReadingMissesIsNotGoneAndWhatIsGoneIsFoundOut() {
    has(link(1, "lo"), link(2, "eth0"), link(3, "eth1"), link(4, "eth2"));
    has(address(2, 1), address(2, 2), address(3, 3), address(3, 4), address(4, 5));
    survey();
    heard.lines.clear();
    kernel.cut = true;
    kernel.links.remove(4);
    kernel.addresses.remove(address(4, 5).key());
    kernel.addresses.remove(address(3, 3).key());
    survey();
    assertEquals(List.of("-eth2", "-10.0.0.3"), heard.lines);
    assertEquals(List.of(address(3, 4)), table.addresses(3));
    assertFalse(table.holds(address(3, 3).key().local()));
  }

  /// While addresses of this link change without end: known ones stay, new ones are added, and
  /// removed ones are removed with the first complete reading.
  @Test
  void whereNothingIsSureWhatWasKnownStays() {
    has(link(2, "eth0"));
    has(address(2, 1), address(2, 2), address(2, 3), address(2, 4));
    survey();
    heard.lines.clear();
    kernel.cut = true;
    kernel.cutByLink = true;
    kernel.addresses.remove(address(2, 2).key());
    has(address(2, 9));
    survey();
    assertEquals(List.of(), heard.lines);
    kernel.cutByLink = false;
    kernel.cut = false;
    survey();
    assertEquals(List.of("-10.0.0.2", "+10.0.0.9"), heard.lines);
  }

  @Test
  void aLinkThatGoesWhileItsAddressesAreReadIsNoError() {
    has(link(1, "lo"), link(2, "eth0"), link(3, "eth1"));
    has(address(1, 1), address(2, 2), address(3, 3));
    survey();
    kernel.cut = true;
    var known = table.beginSurvey();
    var racing =
        new LinkSurvey.Kernel() {
          @Override
          public Dump<Link> links() {
            return kernel.links();
          }

          @Override
          public Optional<Link> link(int index) {
            return kernel.link(index);
          }

          @Override
          public Dump<Address> addresses() {
            return kernel.addresses();
          }

          @Override
          public Dump<Address> addresses(int link) {
            throw new LinuxException("dump addresses", Errno.ENODEV);
          }
        };
    var survey = LinkSurvey.read(racing, known);
    assertFalse(survey.excludes(address(2, 2).key()));
    assertFalse(survey.whole());
  }

  @Test
  void whatHasBeenHeardOfMeanwhileIsNewerThanTheReading() {
    has(link(2, "eth0"), link(3, "eth1"));
    has(address(2, 1), address(2, 2));
    survey();
    heard.lines.clear();
    has(address(2, 3));
    var survey = LinkSurvey.read(kernel, table.beginSurvey());
    table.removed(address(2, 1));
    table.added(address(2, 9));
    table.removed(link(3, "eth1"));
    table.changed(link(5, "eth3"));
    var steps = table.steps(survey);
    table.removed(address(2, 3));
    steps.forEach(Runnable::run);
    table.endSurvey();
    assertEquals(List.of("-10.0.0.1", "+10.0.0.9", "-eth1", "+eth3"), heard.lines);
    assertEquals(List.of(address(2, 2), address(2, 9)), table.addresses(2));
  }

  @Test
  void aNameBelongsToTheLinkThatGotItLast() {
    table.changed(link(2, "eth0"));
    table.changed(link(3, "eth1"));
    table.changed(link(2, "eth1"));
    assertEquals(2, table.find("eth1").orElseThrow().index());
    table.changed(link(3, "eth0"));
    assertEquals(3, table.find("eth0").orElseThrow().index());
    table.removed(link(2, "eth1"));
    assertTrue(table.find("eth1").isEmpty());
    assertEquals(3, table.find("eth0").orElseThrow().index());
  }

  /// Changes come as events, some of which are lost before a survey, interrupted or not. After a
  /// last, complete survey the table equals the kernel's, and a listener that only received changes
  /// knows the same.
  @Test
  void theTableIsTheKernelsInTheEnd() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var story = new LinkSurveyTest();
      for (int i = 0; i < 40; i++) {
        story.change(random, random.nextInt(4) != 0);
        if (random.nextInt(6) == 0) {
          story.kernel.cut = random.nextBoolean();
          story.kernel.cutByLink = random.nextBoolean();
          var known = story.table.beginSurvey();
          story.change(random, true);
          var survey = LinkSurvey.read(story.kernel, known);
          story.change(random, true);
          for (var step : story.table.steps(survey)) {
            step.run();
            if (random.nextInt(4) == 0) {
              story.change(random, true);
            }
          }
          story.table.endSurvey();
        }
      }
      story.kernel.cut = false;
      story.kernel.cutByLink = false;
      story.survey();
      assertEquals(
          Set.copyOf(story.kernel.links.values()), Set.copyOf(story.table.links()), "" + seed);
      var known = new HashSet<AddressKey>();
      story
          .kernel
          .links
          .keySet()
          .forEach(index -> story.table.addresses(index).forEach(a -> known.add(a.key())));
      assertEquals(story.kernel.addresses.keySet(), known, "" + seed);
      assertEquals(
          story.kernel.addresses.keySet().stream()
              .map(AddressKey::local)
              .collect(Collectors.toSet()),
          known.stream()
              .map(AddressKey::local)
              .filter(story.table::holds)
              .collect(Collectors.toSet()));
    }
  }

  private void change(Random random, boolean told) {
    int index = 2 + random.nextInt(4);
    var address = address(index, random.nextInt(4));
    switch (random.nextInt(4)) {
      case 0 -> {
        if (!kernel.links.containsKey(index)) {
          has(link(index, "eth" + index));
          tell(told, () -> table.changed(link(index, "eth" + index)));
        }
      }
      case 1 -> {
        if (random.nextInt(3) == 0 && kernel.links.containsKey(index)) {
          for (var key : List.copyOf(kernel.addresses.keySet())) {
            if (key.link() == index) {
              kernel.addresses.remove(key);
              tell(told, () -> table.removed(Address.of(key)));
            }
          }
          kernel.links.remove(index);
          tell(told, () -> table.removed(link(index, "eth" + index)));
        }
      }
      case 2 -> {
        if (kernel.links.containsKey(index)
            && kernel.addresses.putIfAbsent(address.key(), address) == null) {
          tell(told, () -> table.added(address));
        }
      }
      default -> {
        if (kernel.addresses.remove(address.key()) != null) {
          tell(told, () -> table.removed(address));
        }
      }
    }
  }

  private static void tell(boolean told, Runnable event) {
    if (told) {
      event.run();
    }
  }

  @Test
  void aBurstCostsWhatOneEventCosts() {
    var loop = new SimLoop();
    var times = new ArrayList<Long>();
    var soon =
        new Debounce(loop, Duration.ofMillis(20), () -> times.add(loop.now().nanos() / 1_000_000));
    for (int i = 0; i < 1000; i++) {
      loop.at(loop.now().plus(Duration.ofNanos(i * 50_000L)), soon::request);
    }
    loop.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(0L, 20L, 40L, 60L), times);
    soon.request();
    soon.cancel();
    loop.runFor(Duration.ofSeconds(1));
    assertEquals(4, times.size());
    soon.request();
    loop.runFor(Duration.ofSeconds(1));
    assertEquals(5, times.size());
  }
}
