package keepalived.daemon.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Who we are where the configuration does not say.
public interface LocalName {

  /// The host's full name where a resolver knows it, else its name. May wait for a resolver.
  String name();

  default String user() {
    return System.getProperty("user.name", "root");
  }

  /// The real one.
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
