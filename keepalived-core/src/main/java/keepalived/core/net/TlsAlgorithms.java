package keepalived.core.net;

import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
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

  /// Java refuses longer chains and messages, such as a request for a client certificate that names
  /// many authorities. OpenSSL counts neither when it verifies nothing.
  private static final Map<String, String> LIMITS =
      Map.of(
          "jdk.tls.client.maxInboundCertificateChainLength", "1000",
          "jdk.tls.maxHandshakeMessageSize", "131072");

  private static final String CERTIFICATES = "X.509";

  private TlsAlgorithms() {}

  /// Removes from Java's list of disabled algorithms those that checks need, raises its limits, and
  /// has certificates read leniently. Java reads list and limits once, so this is called before the
  /// first use of TLS.
  public static void permit() {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
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
    readCertificatesLeniently();
  }

  private static void readCertificatesLeniently() {
    try {
      var strict = CertificateFactory.getInstance(CERTIFICATES).getProvider();
      Security.insertProviderAt(new LenientCertificates(strict), 1);
    } catch (CertificateException e) {
      throw new IllegalStateException("this Java reads no certificates", e);
    }
  }

  /// Those of the cipher suites that Java enables by default, for code that verifies the peer.
  public static List<String> strict(String... suites) {
    return Stream.of(suites).filter(suite -> !suite.startsWith(STATIC_RSA)).toList();
  }
}
