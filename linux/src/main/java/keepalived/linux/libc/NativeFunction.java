package keepalived.linux.libc;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A function of the C library that takes up to six integers or pointers and returns one. All
/// arguments are passed as 64-bit words: on the supported machines (x86-64, aarch64) a callee with
/// a narrower argument reads the lower half of the register, also for variadic functions.
final class NativeFunction {

  private static final int MOST_ARGUMENTS = 6;

  private static final Library LIBRARY = Library.openLibrary("libc.so.6", Library.LAZY);
  private static final Invoker INVOKER = Invoker.getInstance();
  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  /// Call contexts by the number of arguments. Each saves errno for the calling thread.
  private static final CallContext[] CONTEXTS = contexts();

  private final long function;

  /// @throws IllegalStateException when the C library has no function of this name
  NativeFunction(String name) {
    function = LIBRARY.getSymbolAddress(name);
    if (function == 0) {
      throw new IllegalStateException("the C library has no " + name);
    }
  }

  private static CallContext[] contexts() {
    var contexts = new CallContext[MOST_ARGUMENTS + 1];
    for (int count = 0; count <= MOST_ARGUMENTS; count++) {
      var parameters = new Type[count];
      Arrays.fill(parameters, Type.SINT64);
      contexts[count] =
          CallContext.getCallContext(Type.SINT64, parameters, CallingConvention.DEFAULT, true);
    }
    return contexts;
  }

  long call() {
    return INVOKER.invokeN0(CONTEXTS[0], function);
  }

  long call(long a) {
    return INVOKER.invokeN1(CONTEXTS[1], function, a);
  }

  long call(long a, long b) {
    return INVOKER.invokeN2(CONTEXTS[2], function, a, b);
  }

  long call(long a, long b, long c) {
    return INVOKER.invokeN3(CONTEXTS[3], function, a, b, c);
  }

  long call(long a, long b, long c, long d) {
    return INVOKER.invokeN4(CONTEXTS[4], function, a, b, c, d);
  }

  long call(long a, long b, long c, long d, long e) {
    return INVOKER.invokeN5(CONTEXTS[5], function, a, b, c, d, e);
  }

  long call(long a, long b, long c, long d, long e, long f) {
    return INVOKER.invokeN6(CONTEXTS[6], function, a, b, c, d, e, f);
  }

  /// The address of a direct buffer's position; 0, the null pointer, for `null`.
  static long address(ByteBuffer buffer) {
    if (buffer == null) {
      return 0;
    }
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("native code cannot see a buffer on the heap");
    }
    return MEMORY.getDirectBufferAddress(buffer) + buffer.position();
  }

  /// A C string in newly allocated memory; `null` for `null`.
  static ByteBuffer text(String text) {
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(bytes.length + 1).put(0, bytes);
  }

  /// Returns `result`, and keeps the arguments reachable until here, so that the memory whose
  /// addresses were passed is not freed during the call.
  static long kept(long result, Object... arguments) {
    Reference.reachabilityFence(arguments);
    return result;
  }
}
