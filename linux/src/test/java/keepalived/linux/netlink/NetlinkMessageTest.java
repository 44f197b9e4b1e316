package keepalived.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import keepalived.linux.libc.Errno;
import org.junit.jupiter.api.Test;

class NetlinkMessageTest {

  private static ByteBuffer hex(String text) {
    return ByteBuffer.wrap(
        HexFormat.of().parseHex(text.replaceAll("#[^\n]*", "").replaceAll("\\s", "")));
  }

  /// RTM_NEWADDR refused with EEXIST by Linux 6.18, request echoed as its header alone.
  private static final String REFUSED =
      """
      4800 0000 0200 0003 07000000 ce510000   # 72 bytes, ERROR, CAPPED | ACK_TLVS, sequence 7
        efffffff                              #   -17
        2000 0000 1400 0506 07000000 00000000 #   header of the request
        2300 0100                             #   NLMSGERR_ATTR_MSG, 35 bytes
          697076343a20 41646472657373 20616c7265616479 2061737369676e6564 00 00
      """;

  @Test
  void aMessageHasItsLengthPatched() {
    var out = ByteBuffer.allocate(64);
    NetlinkMessage.write(
        out,
        new NetlinkRequest(
            "add address",
            20,
            0x600,
            body ->
                body.header(h -> h.put((byte) 2).put((byte) 24).putShort((short) 0).putInt(5))
                    .string(3, "eth0:1")),
        0x605,
        7);
    byte[] written = new byte[out.position()];
    out.get(0, written);
    assertArrayEquals(
        hex("""
        2400 0000 1400 0506 07000000 00000000 # 36 bytes, NEWADDR, REQUEST|ACK|EXCL|CREATE
          02 18 00 00 05000000                #   struct ifaddrmsg
          0b00 0300 657468303a3100 00         #   IFA_LABEL
        """)
            .array(),
        written);
  }

  @Test
  void aDatagramIsSplitIntoItsMessages() {
    var messages =
        NetlinkMessage.split(
            hex(
                """
                1100 0000 1000 0200 01000000 00000000 aa 000000 # 17 bytes and padding
                1400 0000 0300 0200 01000000 00000000 00000000  # 20 bytes, DONE
                """));
    assertEquals(2, messages.size());
    assertEquals(1, messages.get(0).payload().remaining());
    assertEquals(NetlinkMessage.NLMSG_DONE, messages.get(1).type());
    assertEquals(Optional.empty(), Refusal.of(messages.get(1)));
  }

  @Test
  void aRefusalHasTheKernelsWords() {
    var message = NetlinkMessage.split(hex(REFUSED)).getFirst();
    var refusal = Refusal.of(message).orElseThrow();
    assertEquals(new Refusal(Errno.EEXIST, "ipv4: Address already assigned"), refusal);
    assertEquals(
        "add address: File exists: ipv4: Address already assigned",
        refusal.toException("add address").getMessage());
  }

  @Test
  void aRefusalWithTheWholeRequestEchoedIsReadBehindIt() {
    var message =
        NetlinkMessage.split(
                hex(
                    """
                    3800 0000 0200 0002 07000000 21040000   # ERROR, ACK_TLVS, not CAPPED
                      eaffffff                              #   -22
                      1400 0000 1400 0506 07000000 00000000 #   the request's header
                        02180000                            #   and its payload
                      0700 0100 626164 00                   #   "bad" without a zero
                      0800 0200 00000000                    #   NLMSGERR_ATTR_OFFS
                    """))
            .getFirst();
    assertEquals(Optional.of(new Refusal(Errno.EINVAL, "bad")), Refusal.of(message));
  }

  @Test
  void everyPrefixIsAValueOrMalformed() {
    byte[] whole = hex(REFUSED).array();
    for (int length = 0; length < whole.length; length++) {
      var cut = ByteBuffer.wrap(whole, 0, length).slice();
      if (length < NetlinkMessage.HEADER) {
        assertTrue(NetlinkMessage.split(cut).isEmpty());
      } else {
        assertThrows(MalformedMessage.class, () -> NetlinkMessage.split(cut));
      }
    }
  }

  @Test
  void everyBitFlipIsAValueOrMalformed() {
    byte[] whole = hex(REFUSED).array();
    int values = 0;
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        NetlinkMessage.split(ByteBuffer.wrap(flipped)).forEach(Refusal::of);
        values++;
      } catch (MalformedMessage malformed) {
        assertFalse(malformed.getMessage().isEmpty());
      }
    }
    assertTrue(values > whole.length * 4);
  }
}
