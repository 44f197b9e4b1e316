package keepalived.healthcheck.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import keepalived.core.config.Check;
import keepalived.healthcheck.registry.Probes;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.lab.Stacks;
import keepalived.linux.child.Children;
import keepalived.linux.child.Command;
import keepalived.linux.loop.EpollLoop;

/// Runs probes on a real loop and counts the resources that they leave open.
final class ProbeBench implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final EpollLoop loop;
  final Probes probes;

  ProbeBench(TlsClients tls) {
    loop = EpollLoop.start("probes", Throwable::printStackTrace);
    probes = on(() -> new Probes(loop, runner(new Children(loop)), tls, new Random(1)));
  }

  private static ScriptRunner runner(Children children) {
    return (script, timeout, ended) ->
        children.spawn(Command.of(script.words(), Map.of()).within(timeout), ended);
  }

  <T> T on(java.util.function.Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    loop.post(() -> answer.complete(question.get()));
    return wait(answer);
  }

  ProbeResult probe(Check check) {
    return probe(check, 0);
  }

  ProbeResult probe(Check check, int step) {
    var result = new CompletableFuture<ProbeResult>();
    loop.post(() -> probes.start((Check.Probed) check, step, result::complete));
    return wait(result);
  }

  FailureReason failure(Check check) {
    var result = probe(check);
    if (result instanceof ProbeResult.Failure(var reason)) {
      return reason;
    }
    throw new AssertionError("expected a failure, got " + result);
  }

  static <T> T wait(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no result, threads:\n" + Stacks.all(), e);
    }
  }

  /// Number of open descriptors of this process that are sockets or pidfds, after all queued tasks
  /// of the loop have run.
  long descriptors() {
    on(() -> true);
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.filter(ProbeBench::counts).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean counts(Path link) {
    try {
      var target = Files.readSymbolicLink(link).toString();
      return target.startsWith("socket:") || target.contains("pidfd");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
