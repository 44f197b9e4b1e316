package keepalived.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import keepalived.linux.libc.Native;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixDatagramTest {

  @TempDir Path directory;

  @Test
  void sendsToAPath() {
    deliver(directory.resolve("log").toString());
  }

  @Test
  void sendsToAnAbstractName() {
    deliver("@keepalived-test-" + ProcessHandle.current().pid());
  }

  /// A burst of log lines is longer than the queue of a log daemon (net.unix.max_dgram_qlen).
  @Test
  void waitsForAReceiverThatIsBehind() throws Exception {
    String name = directory.resolve("slow").toString();
    int receiver = listen(name);
    try (var hasty = UnixDatagram.to(name);
        var patient = UnixDatagram.waiting(name, Duration.ofSeconds(30))) {
      int room = 0;
      while (hasty.send(new byte[] {1})) {
        room++;
      }
      int sent = room + 50;
      var reader =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < sent; i++) {
                  assertEquals(1, Native.LIBC.read(receiver, Native.allocate(1), 1));
                }
              });
      for (int i = room; i < sent; i++) {
        assertTrue(patient.send(new byte[] {1}), "datagram " + i);
      }
      reader.get(30, TimeUnit.SECONDS);
    } finally {
      Native.LIBC.close(receiver);
    }
  }

  @Test
  void doesNotWaitForEver() {
    String name = directory.resolve("stuck").toString();
    int receiver = listen(name);
    try (var sender = UnixDatagram.waiting(name, Duration.ofMillis(20))) {
      int room = 0;
      while (sender.send(new byte[] {1})) {
        room++;
      }
      assertTrue(room > 0);
    } finally {
      Native.LIBC.close(receiver);
    }
  }

  private static void deliver(String name) {
    try (var sender = UnixDatagram.to(name)) {
      assertFalse(sender.send(new byte[] {1}), "no receiver yet");
      int receiver = listen(name);
      assertTrue(sender.send("READY=1".getBytes(StandardCharsets.UTF_8)));
      ByteBuffer got = Native.allocate(64);
      assertEquals(7, Native.LIBC.read(receiver, got, 64));
      byte[] text = new byte[7];
      got.get(0, text);
      assertEquals("READY=1", new String(text, StandardCharsets.UTF_8));
      Native.LIBC.close(receiver);
    }
  }

  private static int listen(String name) {
    int receiver = Native.check("socket", Native.LIBC.socket(1, 2, 0));
    ByteBuffer address = Native.allocate(110);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = name.startsWith("@");
    if (isAbstract) {
      bytes[0] = 0;
    }
    address.putShort(0, (short) 1).put(2, bytes);
    int length = 2 + bytes.length + (isAbstract ? 0 : 1);
    Native.check("bind", Native.LIBC.bind(receiver, address, length));
    return receiver;
  }
}
