package keepalived.core.net;

import java.security.Security;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The TLS algorithms of this process. A check tests whether a server serves, and verifies nothing:
/// a server that works with the original's OpenSSL must not be down because Java's policy rejects
/// its algorithms. Java has one policy for each process; code that verifies (mail) restricts it
/// again.
public final class TlsAlgorithms {

  private static final String PROPERTY = "jdk.tls.disabledAlgorithms";

  /// Key exchange without forward secrecy: some old appliances support no other.
  private static final String STATIC_RSA = "TLS_RSA_";

  /// Without the extension `signature_algorithms_cert`, a server presents any certificate; with it,
  /// a server withholds one signed with MD5 or SHA-1.
  private static final String EXTENSIONS = "jdk.tls.client.disableExtensions";

  private TlsAlgorithms() {}

  /// Removes from Java's list of disabled algorithms those that checks need. Java reads the list
  /// once, so this is called before the first use of TLS.
  public static void permit() {
    var disabled = Security.getProperty(PROPERTY);
    if (disabled != null) {
      var kept =
          Stream.of(disabled.split(","))
              .map(String::strip)
              .filter(one -> !one.startsWith(STATIC_RSA))
              .collect(Collectors.joining(", "));
      Security.setProperty(PROPERTY, kept);
    }
    if (System.getProperty(EXTENSIONS) == null) {
      System.setProperty(EXTENSIONS, "signature_algorithms_cert");
    }
  }

  /// Those of the cipher suites that Java enables by default, for code that verifies the peer.
  public static List<String> strict(String... suites) {
    return Stream.of(suites).filter(suite -> !suite.startsWith(STATIC_RSA)).toList();
  }
}
