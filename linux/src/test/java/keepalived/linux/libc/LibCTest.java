package keepalived.linux.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LibCTest {

  private static final int O_CLOEXEC = 0x80000; // bits/fcntl-linux.h

  @Test
  void anErrorNamesTheCallAndTheReason() {
    var failure =
        assertThrows(
            LinuxException.class,
            () -> Native.check("open(/nowhere/at/all)", Native.LIBC.open("/nowhere/at/all", 0, 0)));
    assertEquals("open(/nowhere/at/all): No such file or directory", failure.getMessage());
    assertTrue(failure.is(Errno.ENOENT));
  }

  @Test
  void errnoOfAnUnknownNumberKeepsTheNumber() {
    assertEquals("Unknown error 4095", Errno.of(4095).message());
    assertEquals("EAGAIN (Resource temporarily unavailable)", Errno.EAGAIN.toString());
    assertEquals(Errno.EOPNOTSUPP, Errno.of(95));
  }

  @Test
  void buffersArePassedFromTheirPosition() {
    var pair = Native.allocate(8);
    Native.check("pipe2", Native.LIBC.pipe2(pair, O_CLOEXEC));
    try (var reader = new Descriptor("pipe2", pair.getInt(0));
        var writer = new Descriptor("pipe2", pair.getInt(4))) {
      var text = Native.allocate(16);
      text.put("0123456789".getBytes(StandardCharsets.US_ASCII)).position(4);
      assertEquals(3, Native.LIBC.write(writer.number(), text, 3));
      var back = Native.allocate(16).position(8);
      assertEquals(3, Native.LIBC.read(reader.number(), back, 3));
      assertEquals('4', back.get(8));
      assertEquals('6', back.get(10));
      assertEquals(Native.address(back.position(0)) + 5, Native.address(back.position(5)));
    }
  }

  @Test
  void aNullBufferIsANullPointer() {
    assertEquals(0, Native.LIBC.poll(null, 0, 0));
  }

  @Test
  void aDescriptorIsClosedOnce() {
    var descriptor = new Descriptor("open", Native.LIBC.open("/dev/null", O_CLOEXEC, 0));
    int number = descriptor.number();
    descriptor.close();
    assertFalse(descriptor.isOpen());
    int reused = Native.LIBC.open("/dev/null", O_CLOEXEC, 0);
    assertEquals(number, reused);
    descriptor.close();
    assertEquals(0, Native.LIBC.close(reused));
    assertThrows(IllegalStateException.class, descriptor::number);
  }
}
