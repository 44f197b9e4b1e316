package keepalived.healthcheck.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keepalived.core.config.Check;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Ipv4Address;
import keepalived.healthcheck.check.CheckDetails;
import keepalived.healthcheck.check.CheckSubject;
import keepalived.healthcheck.check.CheckTexts;
import keepalived.healthcheck.check.CheckType;
import keepalived.healthcheck.check.ProbedType;
import keepalived.healthcheck.check.WatchedType;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.Health;
import keepalived.healthcheck.verdict.Health.Outcome;
import keepalived.healthcheck.verdict.ProbeResult;
import org.junit.jupiter.api.Test;

/// Follows the recipe "add a checker" of docs/ARCHITECTURE.md: a configuration record, a package
/// `check.<protocol>` with one complete [CheckType], and a line in [CheckTypes].
class CheckTypesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Check.Timing TIMING =
      new Check.Timing(SECOND, 2, SECOND, SECOND, false, true);
  private static final Check.Connection CONNECTION =
      new Check.Connection(
          new Endpoint(Ipv4Address.of("10.0.0.1"), 80),
          Optional.empty(),
          0,
          Optional.empty(),
          SECOND,
          0);
  private static final Script SCRIPT =
      new Script("/bin/check", List.of("/bin/check"), Optional.empty(), Script.Kind.PROGRAM);

  /// One check of each record class. A new class without an entry here fails the first test.
  private static final List<Check> EXAMPLES =
      List.of(
          new Check.TcpCheck(TIMING, CONNECTION),
          new Check.HttpCheck(
              TIMING,
              CONNECTION,
              Optional.empty(),
              Check.HttpVersion.HTTP_1_0,
              true,
              List.of(
                  new Check.Url(
                      "/", Optional.empty(), List.of(), Optional.empty(), Optional.empty(), false),
                  new Check.Url(
                      "/b",
                      Optional.empty(),
                      List.of(),
                      Optional.empty(),
                      Optional.empty(),
                      false))),
          new Check.SmtpCheck(TIMING, CONNECTION, "host"),
          new Check.DnsCheck(TIMING, CONNECTION, Check.RecordType.SOA, "."),
          new Check.UdpCheck(TIMING, CONNECTION, Optional.empty(), Optional.empty()),
          new Check.PingCheck(TIMING, CONNECTION),
          new Check.MiscCheck(TIMING, SCRIPT, SECOND, false),
          new Check.FileCheck(TIMING, "load", 2, false),
          new Check.BfdCheck(TIMING, "peer"));

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(CheckTypesTest::records)
        : Stream.of(type);
  }

  @Test
  void everyCheckOfTheConfigurationHasOneType() {
    var records = records(Check.class).collect(Collectors.toSet());
    assertEquals(records, EXAMPLES.stream().map(Object::getClass).collect(Collectors.toSet()));
    assertEquals(records.size(), CheckTypes.ALL.size());
    for (var check : EXAMPLES) {
      assertSame(check.getClass(), CheckTypes.of(check).checkClass());
      var kind = check instanceof Check.Probed ? ProbedType.class : WatchedType.class;
      assertTrue(kind.isInstance(CheckTypes.of(check)), () -> check + " is no " + kind);
    }
  }

  @Test
  void everyTypeHasAPackageOfItsOwn() {
    Set<String> packages = new HashSet<>();
    for (var type : CheckTypes.ALL) {
      var name = type.getClass().getPackageName();
      assertTrue(name.startsWith("keepalived.healthcheck.check."), name);
      assertTrue(packages.add(name), name + " holds two types");
    }
  }

  @Test
  void everyTypeHasTextsForTheMail() {
    var ups = new ArrayList<String>();
    for (var check : EXAMPLES) {
      var type = CheckTypes.of(check);
      var subject = subject(check);
      ups.add(CheckTexts.mail(type, subject, event(Outcome.ROSE, true)).orElseThrow());
      var down = CheckTexts.mail(type, subject, event(Outcome.FELL, false)).orElseThrow();
      assertTrue(down.matches("=> .*CHECK.* <="), down);
    }
    assertTrue(ups.stream().allMatch(up -> up.matches("=> .*CHECK.* succe.* <=")), ups::toString);
  }

  /// FILE_CHECK is an exception: as in the original, the virtual server logs its failure.
  @Test
  void everyTypeLogsTheFailureThatDecides() {
    for (var check : EXAMPLES) {
      CheckType<Check> type = CheckTypes.of(check);
      var lines = type.failure(subject(check), event(Outcome.FELL, false), refused());
      assertEquals(check instanceof Check.FileCheck, lines.isEmpty(), () -> check + " " + lines);
      var all = CheckTexts.lines(type, subject(check), event(Outcome.FELL, false));
      assertEquals("Check of S for VS V: connection refused", all.getLast());
    }
  }

  @Test
  void everyTypeIsDumpedWithItsOwnValues() {
    for (var check : EXAMPLES) {
      var written = new Written();
      var type = CheckTypes.of(check);
      type.dump(check, written);
      assertTrue(type.method(check).matches("[A-Z]+_(CHECK|GET).*"), type.method(check));
      boolean connectionOnly = check.getClass().getRecordComponents().length == 2;
      assertEquals(
          connectionOnly && check instanceof Check.Connected,
          written.lines.isEmpty(),
          check::toString);
    }
  }

  @Test
  void everyCheckTakesAnotherTiming() {
    for (var check : EXAMPLES) {
      var other = check.with(Check.Timing.NONE);
      assertEquals(Check.Timing.NONE, other.timing());
      assertEquals(check, other.with(TIMING));
      assertFalse(check.equals(other));
    }
  }

  @Test
  void aRoundOfHttpHasAStepForEachUrlTheOthersHaveOne() {
    Map<Class<?>, Integer> steps = new HashMap<>();
    EXAMPLES.forEach(c -> steps.put(c.getClass(), CheckTypes.policy(c).walk().steps()));
    assertEquals(2, steps.remove(Check.HttpCheck.class));
    assertEquals(Set.of(1), Set.copyOf(steps.values()));
  }

  private static FailureReason refused() {
    return new FailureReason.Refused();
  }

  private static CheckSubject<Check> subject(Check check) {
    return new CheckSubject<>(check, "S", "V");
  }

  private static CheckEvent event(Outcome outcome, boolean success) {
    var before = new Health(!success, true, 0, 0, false);
    return new CheckEvent(
        before, outcome, success ? ProbeResult.success("fine") : ProbeResult.failure(refused()));
  }

  private static final class Written implements CheckDetails {

    final List<String> lines = new ArrayList<>();

    @Override
    public void line(String name, Object value) {
      lines.add(name + value);
    }

    @Override
    public void plain(String text) {
      lines.add(text);
    }

    @Override
    public void sub(String text) {
      lines.add(text);
    }

    @Override
    public void script(String name, Script script) {
      lines.add(name);
    }

    @Override
    public void owner(Script script) {
      lines.add("owner");
    }
  }
}
