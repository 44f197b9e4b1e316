package keepalived.tracking.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileValueTest {

  @Test
  void theValueIsTheLeadingInteger() {
    for (var text : List.of("7", " 7\n", "+7 apples", "0x7", "07", "7abc")) {
      assertEquals(new FileValue.Number(7), FileValue.of(text), text);
    }
    assertEquals(new FileValue.Number(-8), FileValue.of("\t-010"));
    for (var text : List.of("", "abc", "-", " \n", "0", "0x", "08")) {
      assertEquals(new FileValue.Number(0), FileValue.of(text), text);
    }
    assertEquals(new FileValue.Number(Integer.MIN_VALUE), FileValue.of("-2147483648"));
    assertEquals(new FileValue.OutOfRange("2147483648"), FileValue.of("2147483648 "));
    assertEquals(
        new FileValue.OutOfRange("99999999999999999999999"),
        FileValue.of("99999999999999999999999"));
  }
}
