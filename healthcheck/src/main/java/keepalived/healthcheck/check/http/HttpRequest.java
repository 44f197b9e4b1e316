package keepalived.healthcheck.check.http;

import keepalived.core.config.Check.HttpVersion;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;

/// The request of an HTTP check, byte for byte as keepalived sends it.
public final class HttpRequest {

  private HttpRequest() {}

  /// The text of the request.
  ///
  /// @param host the value of the Host header, unchanged
  public static String text(String path, HttpVersion version, String host) {
    var request = new StringBuilder("GET ").append(path).append(" HTTP/1.");
    request.append(version == HttpVersion.HTTP_1_1 ? '1' : '0').append("\r\n");
    request.append("User-Agent: KeepAliveClient\r\n");
    if (version != HttpVersion.HTTP_1_0) {
      request.append("Connection: close\r\n");
    }
    return request.append("Host: ").append(host).append("\r\n\r\n").toString();
  }

  /// The Host header of a check without a virtual host; always includes the port.
  public static String host(Endpoint target) {
    return target.address().family() == Family.IPV6
        ? target.toString()
        : target.address() + ":" + target.port();
  }
}
