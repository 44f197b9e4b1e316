package keepalived.linux.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;

/// Scheduling of the threads that a real-time loop depends on. For a garbage collection the JVM
/// stops every thread. The loop continues when the last thread has stopped and the collection is
/// done; on a busy host both wait for a CPU.
public final class MachineThreads {

  /// HotSpot's name for the thread that runs the work while all other threads are stopped.
  private static final String COLLECTOR = "VM Thread";

  private static final Path TASKS = Path.of("/proc/self/task");
  private static final int FIRST = -20; // setpriority(2): the highest priority

  /// @param policy as in linux/sched.h
  private record Task(int thread, String name, int nice, int policy) {

    boolean isOrdinary() {
      return policy == Realtime.SCHED_OTHER && nice == 0;
    }
  }

  private MachineThreads() {}

  /// Gives the VM thread this real-time priority, and the lowest nice value to all current threads
  /// without their own scheduling. Returns a refusal.
  public static Optional<LinuxException> support(int priority) {
    Optional<LinuxException> refused = Optional.empty();
    for (var task : tasks()) {
      if (task.name().equals(COLLECTOR)) {
        refused = worse(refused, Realtime.roundRobin(task.thread(), priority));
      } else if (task.isOrdinary()) {
        refused = worse(refused, Realtime.nice(task.thread(), FIRST));
      }
    }
    return refused;
  }

  /// Undoes [#support].
  public static Optional<LinuxException> release() {
    Optional<LinuxException> refused = Optional.empty();
    for (var task : tasks()) {
      if (task.name().equals(COLLECTOR)) {
        refused = worse(refused, Realtime.normal(task.thread()));
      } else if (task.policy() == Realtime.SCHED_OTHER && task.nice() == FIRST) {
        refused = worse(refused, Realtime.nice(task.thread(), 0));
      }
    }
    return refused;
  }

  /// Keeps the first refusal; ignores threads that have ended meanwhile.
  private static Optional<LinuxException> worse(
      Optional<LinuxException> before, Optional<LinuxException> next) {
    return before.or(() -> next.filter(e -> !e.is(Errno.ESRCH)));
  }

  private static List<Task> tasks() {
    var found = new ArrayList<Task>();
    try (var directories = Files.newDirectoryStream(TASKS)) {
      for (var directory : directories) {
        task(directory).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static Optional<Task> task(Path directory) throws IOException {
    try {
      return Optional.of(read(Files.readString(directory.resolve("stat"))));
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    }
  }

  /// proc_pid_stat(5): the name is in parentheses and may contain any character.
  private static Task read(String stat) {
    int opening = stat.indexOf('(');
    int closing = stat.lastIndexOf(')');
    var fields = stat.substring(closing + 2).split(" "); // from field 3 on
    return new Task(
        Integer.parseInt(stat.substring(0, opening).strip()),
        stat.substring(opening + 1, closing),
        Integer.parseInt(fields[19 - 3]),
        Integer.parseInt(fields[41 - 3]));
  }
}
