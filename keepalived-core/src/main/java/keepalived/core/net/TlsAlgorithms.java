package keepalived.core.net;

import java.security.Security;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which TLS algorithms this process can speak at all. A check asks whether a server serves, and
/// verifies nothing: what the original's OpenSSL talks to must not be called down because Java's
/// policy thinks it weak. Java has one policy for a process; who verifies (mail) narrows it again.
public final class TlsAlgorithms {

  private static final String PROPERTY = "jdk.tls.disabledAlgorithms";

  /// Key exchange without forward secrecy: old appliances have no other.
  private static final String STATIC_RSA = "TLS_RSA_";

  /// Without the extension `signature_algorithms_cert` a server shows whatever certificate it has;
  /// with it, one signed with MD5 or SHA-1 is kept back.
  private static final String EXTENSIONS = "jdk.tls.client.disableExtensions";

  private TlsAlgorithms() {}

  /// Takes from Java's list what checks need. Java reads it once: to be called before anything of
  /// TLS is made.
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

  /// Those of the cipher suites that Java itself would offer, for who wants to be sure of the peer.
  public static List<String> strict(String... suites) {
    return Stream.of(suites).filter(suite -> !suite.startsWith(STATIC_RSA)).toList();
  }
}
