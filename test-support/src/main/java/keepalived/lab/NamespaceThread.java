package keepalived.lab;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Runs code on a separate thread in another network namespace (network_namespaces(7)). Sockets,
/// threads and child processes that the code opens or starts belong to that namespace.
final class NamespaceThread {

  private static final int CLONE_NEWNET = 0x4000_0000; // linux/sched.h
  private static final int O_CLOEXEC = 0x80000; // asm-generic/fcntl.h

  private static final MethodHandle OPEN =
      libc("open", Linker.Option.firstVariadicArg(2), ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  private static final MethodHandle CLOSE = libc("close", ValueLayout.JAVA_INT);
  private static final MethodHandle SETNS =
      libc("setns", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle UNSHARE = libc("unshare", ValueLayout.JAVA_INT);

  private NamespaceThread() {}

  @SuppressWarnings("restricted")
  private static MethodHandle libc(String name, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle libc(String name, Linker.Option option, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
        option);
  }

  /// In the network namespace of a process.
  static <T> T in(long pid, Callable<T> body) throws Exception {
    return run(() -> enter("/proc/" + pid + "/ns/net"), body);
  }

  /// In a new network namespace, which ends with the thread and the last socket.
  static <T> T inFresh(Callable<T> body) throws Exception {
    return run(() -> check("unshare(CLONE_NEWNET)", (int) UNSHARE.invokeExact(CLONE_NEWNET)), body);
  }

  private interface Entry {
    void run() throws Throwable;
  }

  private static <T> T run(Entry entry, Callable<T> body) throws Exception {
    var result = new CompletableFuture<T>();
    var thread =
        Thread.ofPlatform()
            .name("namespace")
            .start(
                () -> {
                  try {
                    entry.run();
                    result.complete(body.call());
                  } catch (Throwable thrown) {
                    result.completeExceptionally(thrown);
                  }
                });
    thread.join();
    try {
      return result.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw e;
      }
    }
  }

  private static void enter(String path) throws Throwable {
    try (var arena = Arena.ofConfined()) {
      int file = (int) OPEN.invokeExact(arena.allocateFrom(path), O_CLOEXEC);
      check("open(" + path + ")", file);
      try {
        check("setns(" + path + ")", (int) SETNS.invokeExact(file, CLONE_NEWNET));
      } finally {
        int ignored = (int) CLOSE.invokeExact(file);
      }
    }
  }

  private static void check(String call, int result) {
    if (result < 0) {
      throw new IllegalStateException(call + " failed: it needs root");
    }
  }
}
