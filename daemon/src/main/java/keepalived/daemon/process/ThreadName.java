package keepalived.daemon.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keepalived.linux.libc.Native;

/// Names that `ps`, `killall` and `pgrep` show: of the process, which is that of its first thread,
/// and of the calling thread.
public final class ThreadName {

  private static final int LONGEST = 15; // linux/sched.h: TASK_COMM_LEN without its end

  private ThreadName() {}

  /// @throws IOException when the kernel refuses
  public static void ofProcess(String name) throws IOException {
    set(ProcessHandle.current().pid(), name);
  }

  /// @throws IOException when the kernel refuses
  public static void ofCaller(String name) throws IOException {
    set(Native.LIBC.gettid(), name);
  }

  private static void set(long thread, String name) throws IOException {
    String text = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    Files.writeString(Path.of("/proc/self/task", Long.toString(thread), "comm"), text);
  }
}
