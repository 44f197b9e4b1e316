package keepalived.daemon.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.table.ServiceKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceClaimsTest {

  private static final Set<ServiceKey> SERVICES =
      Set.of(
          new ServiceKey.ByAddress(Protocol.TCP, endpoint("10.0.0.1", 80)),
          new ServiceKey.ByAddress(Protocol.UDP, endpoint("2001:db8::1", 53)),
          new ServiceKey.ByMark(0xFFFF_FFFFL, Family.IPV6));

  @TempDir Path run;

  private final List<String> warnings = new ArrayList<>();

  private static Endpoint endpoint(String address, int port) {
    return new Endpoint(IpAddress.parse(address).orElseThrow(), port);
  }

  private ServiceClaims claims(String pidFile) {
    return new ServiceClaims(run, Path.of(pidFile), warnings::add);
  }

  private ServiceClaims claims() {
    return claims("/run/checkers.pid");
  }

  private Path file() {
    return run.resolve("keepalived/run-checkers.pid.services");
  }

  private void change(String from, String to) throws IOException {
    Files.writeString(file(), Files.readString(file()).replace(from, to));
  }

  @Test
  void theNextProcessKnowsThem() throws IOException {
    assertEquals(Set.of(), claims().before());
    claims().remember(Set.of());
    assertFalse(Files.exists(run.resolve("keepalived")));
    claims().remember(SERVICES);
    assertEquals(SERVICES, claims().before());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    claims().remember(Set.of());
    assertFalse(Files.exists(file()));
    assertEquals(List.of(), warnings);
  }

  @Test
  void daemonsDoNotTakeEachOthers() {
    claims().remember(SERVICES);
    assertEquals(Set.of(), claims("/run/keepalived/checkers_blue.pid").before());
  }

  @Test
  void anotherBootOrNamespaceIsNotOurs() throws IOException {
    claims().remember(SERVICES);
    change("boot ", "boot 0");
    assertEquals(Set.of(), claims().before());
    claims().remember(SERVICES);
    change("net:[", "net:[9");
    assertEquals(Set.of(), claims().before());
    assertEquals(List.of(), warnings);
  }

  @Test
  void aFileThatIsNotWholeCountsForNothing() throws IOException {
    claims().remember(SERVICES);
    var text = Files.readString(file());
    var broken =
        List.of(
            "",
            "\0\0\0",
            text.substring(0, text.length() - 4),
            text.replaceFirst("tcp.*\n", ""),
            text.replace("tcp", "tpc"),
            text.replace("10.0.0.1", "10.0.0"),
            text.replace(" 80\n", " 80000\n"),
            text.replace("mark 4294967295", "mark 0"),
            text + "tcp 10.0.0.3 80\n");
    for (var content : broken) {
      warnings.clear();
      Files.writeString(file(), content);
      assertEquals(Set.of(), claims().before(), content);
      assertEquals(1, warnings.size(), content);
    }
    claims().remember(SERVICES);
    assertEquals(SERVICES, claims().before(), "the next one is whole again");
  }

  @Test
  void whatOthersCouldHaveWrittenCountsForNothing() throws IOException {
    claims().remember(SERVICES);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals(Set.of(), claims().before());

    claims().remember(SERVICES);
    var elsewhere = Files.move(file(), run.resolve("elsewhere"));
    Files.createSymbolicLink(file(), elsewhere);
    assertEquals(Set.of(), claims().before());

    claims().remember(SERVICES);
    assertTrue(Files.isRegularFile(file(), LinkOption.NOFOLLOW_LINKS));
    Files.setPosixFilePermissions(
        run.resolve("keepalived"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals(Set.of(), claims().before());
    assertEquals(3, warnings.size(), warnings::toString);
  }

  @Test
  void withoutADirectoryItIsSaid() throws IOException {
    Files.writeString(run.resolve("keepalived"), "a file");
    claims().remember(SERVICES);
    assertEquals(1, warnings.size(), warnings::toString);
    assertEquals(Set.of(), claims().before());
  }

  @Test
  void aFileLeftByAWriteThatWasCutOffDoesNotMatter() throws IOException {
    claims().remember(SERVICES);
    Files.writeString(run.resolve("keepalived/run-checkers.pid.services.new"), "half");
    claims().remember(SERVICES);
    assertEquals(SERVICES, claims().before());
  }
}
