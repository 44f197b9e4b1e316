package keepalived.daemon.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import keepalived.linux.file.PlainFile;

/// The certificate authorities the host trusts, as its other programs do; our own runtime's list
/// would not know a private authority that the operator added.
final class TrustedCertificates {

  /// Debian's bundle, Red Hat's bundle, Alpine's and SUSE's.
  static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));

  private static final int BUNDLE_MAX = 16 << 20;

  private TrustedCertificates() {}

  /// @return empty when no bundle is there: the runtime's own list serves then
  static Optional<SSLSocketFactory> sockets(List<Path> bundles)
      throws IOException, GeneralSecurityException {
    var bundle = bundles.stream().filter(Files::isReadable).findFirst();
    if (bundle.isEmpty()) {
      return Optional.empty();
    }
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = new ByteArrayInputStream(PlainFile.whole(bundle.get(), BUNDLE_MAX))) {
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return Optional.of(context.getSocketFactory());
  }
}
