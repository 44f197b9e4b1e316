package keepalived.daemon.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keepalived.linux.libc.Native;

/// Names shown by `ps`, `killall` and `pgrep`: that of the process, which is the name of its first
/// thread, and that of the calling thread.
public final class ThreadName {

  /// linux/sched.h: TASK_COMM_LEN without the terminating zero.
  private static final int LONGEST = 15;

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
