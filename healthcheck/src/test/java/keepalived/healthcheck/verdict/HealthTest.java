package keepalived.healthcheck.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import keepalived.healthcheck.verdict.Health.Next;
import keepalived.healthcheck.verdict.Health.Outcome;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final Duration LOOP = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final Policy TWO_RETRIES = new Policy(LOOP, 2, PAUSE, Policy.Walk.SINGLE);
  private static final Policy THREE_URLS =
      new Policy(LOOP, 1, PAUSE, new Policy.Walk(3, true, false));
  private static final Policy HURRIED = new Policy(LOOP, 1, PAUSE, new Policy.Walk(3, true, true));
  private static final Health UP = new Health(true, true, 0, 0, false);
  private static final Health DOWN = new Health(false, true, 0, 0, false);

  @Test
  void retriesAreForgivenOneByOneThenTheServerIsDown() {
    var once = UP.failed(TWO_RETRIES);
    assertEquals(new Next(new Health(true, true, 1, 0, false), PAUSE, Outcome.RETRYING), once);
    var twice = once.health().failed(TWO_RETRIES);
    assertEquals(new Next(new Health(true, true, 2, 0, false), PAUSE, Outcome.RETRYING), twice);
    assertEquals(new Next(DOWN, LOOP, Outcome.FELL), twice.health().failed(TWO_RETRIES));
  }

  @Test
  void aSuccessForgetsFailures() {
    var health = UP.failed(TWO_RETRIES).health().succeeded(TWO_RETRIES);
    assertEquals(new Next(UP, LOOP, Outcome.STEADY), health);
  }

  @Test
  void withoutRetriesTheFirstFailureDecides() {
    var policy = new Policy(LOOP, 0, PAUSE, Policy.Walk.SINGLE);
    assertEquals(new Next(DOWN, LOOP, Outcome.FELL), UP.failed(policy));
  }

  @Test
  void whileDownEveryLoopOneTryAndOneSuccessIsEnough() {
    assertEquals(new Next(DOWN, LOOP, Outcome.STEADY), DOWN.failed(TWO_RETRIES));
    assertEquals(new Next(UP, LOOP, Outcome.ROSE), DOWN.succeeded(TWO_RETRIES));
  }

  @Test
  void atProgramStartTheFirstFailureTakesTheServerDown() {
    assertEquals(
        new Next(DOWN, LOOP, Outcome.FELL), Health.atStart(false, TWO_RETRIES).failed(TWO_RETRIES));
  }

  @Test
  void afterAReloadANewCheckerHasItsRetries() {
    assertEquals(Outcome.RETRYING, Health.atReload(false).failed(TWO_RETRIES).outcome());
  }

  @Test
  void theFirstResultIsTold() {
    assertEquals(
        new Next(UP, LOOP, Outcome.FIRST_SUCCESS),
        Health.atStart(false, TWO_RETRIES).succeeded(TWO_RETRIES));
    assertEquals(
        new Next(DOWN, LOOP, Outcome.FIRST_FAILURE),
        Health.atStart(true, TWO_RETRIES).failed(TWO_RETRIES));
    assertEquals(
        new Next(UP, LOOP, Outcome.ROSE), Health.atStart(true, TWO_RETRIES).succeeded(TWO_RETRIES));
  }

  @Test
  void urlsAreWalkedOneARound() {
    var health = Health.atStart(true, THREE_URLS);
    for (int step = 0; step < 2; step++) {
      assertEquals(step, health.step());
      var next = health.succeeded(THREE_URLS);
      assertEquals(Outcome.STEP_PASSED, next.outcome());
      assertEquals(LOOP, next.delay());
      health = next.health();
    }
    assertEquals(new Next(UP, LOOP, Outcome.ROSE), health.succeeded(THREE_URLS));
  }

  @Test
  void aFailedUrlIsPolledAloneThenAllAreWalkedAgain() {
    var atSecond = new Health(true, true, 1, 1, false);
    var fell = atSecond.failed(THREE_URLS);
    assertEquals(new Next(new Health(false, true, 0, 1, true), LOOP, Outcome.FELL), fell);
    var still = fell.health().failed(THREE_URLS);
    assertEquals(new Next(fell.health(), LOOP, Outcome.STEADY), still);
    var passed = still.health().succeeded(THREE_URLS);
    assertEquals(new Next(DOWN, LOOP, Outcome.STEP_PASSED), passed);
  }

  @Test
  void aFailedUrlIsPolledAtTheLongerOfTheTwoDelays() {
    var patient = new Policy(LOOP, 0, Duration.ofSeconds(30), new Policy.Walk(1, true, false));
    assertEquals(Duration.ofSeconds(30), UP.failed(patient).delay());
  }

  @Test
  void aSingleUrlToo_mustPassTwiceToComeBack() {
    var policy = new Policy(LOOP, 0, PAUSE, new Policy.Walk(1, true, false));
    var passed = UP.failed(policy).health().succeeded(policy);
    assertEquals(Outcome.STEP_PASSED, passed.outcome());
    assertEquals(Outcome.ROSE, passed.health().succeeded(policy).outcome());
  }

  @Test
  void whileDownAUrlThatFailsInTheWalkKeepsItsPlace() {
    var inWalk = new Health(false, true, 0, 1, false);
    assertEquals(new Next(inWalk, LOOP, Outcome.STEADY), inWalk.failed(THREE_URLS));
    assertEquals(2, inWalk.succeeded(THREE_URLS).health().step());
  }

  @Test
  void fastRecoveryTakesThePausesOutOfTheWalk() {
    var marked = new Health(false, true, 0, 2, true);
    assertEquals(Duration.ZERO, marked.succeeded(HURRIED).delay());
    assertEquals(Duration.ZERO, DOWN.succeeded(HURRIED).delay());
    assertEquals(LOOP, UP.succeeded(HURRIED).delay());
  }

  @Test
  void whatIsToldNeedsNoRetries() {
    var policy = Health.atReload(false);
    assertEquals(Outcome.FELL, policy.observed(false).outcome());
    assertEquals(Outcome.FIRST_SUCCESS, policy.observed(true).outcome());
    assertEquals(Outcome.STEADY, UP.observed(true).outcome());
    assertEquals(Outcome.ROSE, DOWN.observed(true).outcome());
    assertEquals(Outcome.FIRST_FAILURE, Health.atReload(true).observed(false).outcome());
  }
}
