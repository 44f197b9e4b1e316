package keepalived.lab;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What the threads of this process do: for the message of a test that waited in vain.
public final class Stacks {

  private Stacks() {}

  /// The stacks of all platform threads, one block a thread.
  public static String all() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(thread -> block(thread.getKey(), thread.getValue()))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String block(Thread thread, StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .map(frame -> "    at " + frame + "\n")
        .collect(Collectors.joining("", thread.getName() + " " + thread.getState() + "\n", ""));
  }
}
