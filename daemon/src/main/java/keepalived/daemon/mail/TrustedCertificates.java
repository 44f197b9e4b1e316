package keepalived.daemon.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import keepalived.core.net.TlsAlgorithms;
import keepalived.linux.file.PlainFile;

/// The certificate authorities that the host trusts. The Java runtime's own list would lack a
/// private authority that the operator added.
final class TrustedCertificates {

  /// Debian's bundle, Red Hat's bundle, Alpine's and SUSE's.
  static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));

  private static final int BUNDLE_MAX = 16 << 20;

  static {
    TlsAlgorithms.permit();
  }

  private TrustedCertificates() {}

  /// The cipher suites for a verified relay.
  static List<String> suites() throws GeneralSecurityException {
    return TlsAlgorithms.strict(
        SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
  }

  /// Accepts any certificate, whatever its signature.
  static SSLSocketFactory unverified() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new AnyCertificate()}, null);
    return context.getSocketFactory();
  }

  /// An extended trust manager, because Java checks the algorithms of certificates for others.
  private static final class AnyCertificate extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException("a client only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new UnsupportedOperationException("a client only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new UnsupportedOperationException("a client only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // The operator configured `smtp_tls_verify no`.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      // As above.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      // As above.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /// The sockets that verify with the host's authorities.
  ///
  /// @return empty when no bundle exists: the runtime's own list is used then
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
