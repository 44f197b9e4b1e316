package keepalived.core.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateFactorySpi;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/// Certificates for handshakes that verify nothing. OpenSSL takes the public key and goes on; Java
/// refuses a whole certificate because of an empty subject or an extension that it cannot decode
/// (RFC 5280, section 4.1). For such a certificate this provider returns a plain one with the same
/// key. That one is signed by no one, so code that verifies rejects it.
final class LenientCertificates extends Provider {

  @Serial private static final long serialVersionUID = 1;

  private static final String KIND = "CertificateFactory";
  private static final String X509 = "X.509";

  private static final byte[] SERIAL_NUMBER = {0x02, 0x01, 0x01};

  /// sha256WithRSAEncryption.
  private static final byte[] ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");

  /// The common name (2.5.4.3) `unreadable`.
  private static final byte[] NAME =
      HexFormat.of().parseHex("3015311330110603550403" + "0c0a756e7265616461626c65");

  private static final byte[] NO_SIGNATURE = {0x03, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int UTC_TIME = 0x17;
  private static final int VERSION = 0xa0;

  /// Serial number, algorithm, issuer, validity and subject are before the key.
  private static final int BEFORE_KEY = 5;

  LenientCertificates(Provider strict) {
    super("keepalived", "1", "certificates that are not verified");
    putService(
        new Service(this, KIND, X509, Factory.class.getName(), List.of("X509"), null) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            try {
              return new Factory(CertificateFactory.getInstance(X509, strict));
            } catch (CertificateException e) {
              throw new NoSuchAlgorithmException(e);
            }
          }
        });
  }

  /// Reads as Java does, except for a single certificate in memory that Java refuses.
  private static final class Factory extends CertificateFactorySpi {

    private final CertificateFactory strict;

    Factory(CertificateFactory strict) {
      this.strict = strict;
    }

    @Override
    public Certificate engineGenerateCertificate(InputStream in) throws CertificateException {
      if (!(in instanceof ByteArrayInputStream memory)) {
        return strict.generateCertificate(in);
      }
      memory.mark(0);
      try {
        return strict.generateCertificate(memory);
      } catch (CertificateException refused) {
        memory.reset();
        return strict.generateCertificate(
            new ByteArrayInputStream(plain(memory.readAllBytes(), refused)));
      }
    }

    @Override
    public Collection<? extends Certificate> engineGenerateCertificates(InputStream in)
        throws CertificateException {
      return strict.generateCertificates(in);
    }

    @Override
    public CRL engineGenerateCRL(InputStream in) throws CRLException {
      return strict.generateCRL(in);
    }

    @Override
    public Collection<? extends CRL> engineGenerateCRLs(InputStream in) throws CRLException {
      return strict.generateCRLs(in);
    }

    @Override
    public CertPath engineGenerateCertPath(InputStream in) throws CertificateException {
      return strict.generateCertPath(in);
    }

    @Override
    public CertPath engineGenerateCertPath(InputStream in, String encoding)
        throws CertificateException {
      return strict.generateCertPath(in, encoding);
    }

    @Override
    public CertPath engineGenerateCertPath(List<? extends Certificate> certificates)
        throws CertificateException {
      return strict.generateCertPath(certificates);
    }

    @Override
    public Iterator<String> engineGetCertPathEncodings() {
      return strict.getCertPathEncodings();
    }
  }

  private static byte[] plain(byte[] certificate, CertificateException refused)
      throws CertificateException {
    try {
      var validity = sequence(time(), time());
      var signed = sequence(SERIAL_NUMBER, ALGORITHM, NAME, validity, NAME, key(certificate));
      return sequence(signed, ALGORITHM, NO_SIGNATURE);
    } catch (RuntimeException noCertificate) {
      throw refused;
    }
  }

  private static byte[] key(byte[] certificate) {
    var fields = content(content(ByteBuffer.wrap(certificate)));
    if ((fields.get(0) & 0xff) == VERSION) {
      content(fields);
    }
    for (int i = 0; i < BEFORE_KEY; i++) {
      content(fields);
    }
    int start = fields.position();
    content(fields);
    var key = new byte[fields.position() - start];
    fields.get(start, key);
    return key;
  }

  /// The content of the next DER element; the buffer continues behind it.
  private static ByteBuffer content(ByteBuffer from) {
    from.get();
    int length = from.get() & 0xff;
    if (length >= 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | from.get() & 0xff;
      }
    }
    var content = from.slice(from.position(), length);
    from.position(from.position() + length);
    return content;
  }

  private static byte[] time() {
    return element(UTC_TIME, "700101000000Z".getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sequence(byte[]... elements) {
    return element(SEQUENCE, elements);
  }

  private static byte[] element(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    var out = new ByteArrayOutputStream();
    out.write(tag);
    // DER wants the shortest form of a length.
    if (length > 0xffff) {
      out.write(0x83);
      out.write(length >> 16);
      out.write(length >> 8);
    } else if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
