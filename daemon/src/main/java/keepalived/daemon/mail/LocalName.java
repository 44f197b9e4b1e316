package keepalived.daemon.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The host's name, used where the configuration has none.
public interface LocalName {

  /// The host's full name if a resolver knows it, otherwise its short name. May block in the
  /// resolver.
  String name();

  default String user() {
    return System.getProperty("user.name", "root");
  }

  /// The name of this host.
  LocalName HOST =
      () -> {
        String name = kernelName();
        try {
          String full = InetAddress.getByName(name).getCanonicalHostName();
          return full.startsWith(name + ".") ? full : name;
        } catch (UnknownHostException e) {
          return name;
        }
      };

  private static String kernelName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
