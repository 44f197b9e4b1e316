package keepalived.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  private static void deliver(String name) {
    try (var sender = UnixDatagram.to(name)) {
      assertFalse(sender.send(new byte[] {1}), "nobody listens yet");
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
      assertTrue(sender.send("READY=1".getBytes(StandardCharsets.UTF_8)));
      ByteBuffer got = Native.allocate(64);
      assertEquals(7, Native.LIBC.read(receiver, got, 64));
      byte[] text = new byte[7];
      got.get(0, text);
      assertEquals("READY=1", new String(text, StandardCharsets.UTF_8));
      Native.LIBC.close(receiver);
    }
  }
}
