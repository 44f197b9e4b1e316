package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Alert mail of the packaged daemon to a relay that is down, slow, refuses, or needs TLS.
@Tag("linux")
class MailTest {

  /// A relay that prints what it receives. Words: `refuse` accepts no recipient; `tls` speaks TLS
  /// from the first byte; `starttls` requires it; `mute` never sends anything.
  private static final String RELAY =
      """
      #!/usr/bin/python3
      import base64, socketserver, ssl, sys
      mode = sys.argv[1]
      if 'tls' in mode:
          context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
          context.load_cert_chain('/run/tmp/cert.pem', '/run/tmp/key.pem')
      class Relay(socketserver.BaseRequestHandler):
          def streams(self):
              self.input = self.request.makefile('rb')
          def say(self, text):
              self.request.sendall(text.encode() + b'\\r\\n')
          def handle(self):
              if mode == 'mute':
                  return self.request.recv(1)
              if mode == 'tls':
                  self.request = context.wrap_socket(self.request, server_side=True)
              self.streams()
              self.say('220 relay')
              secured = mode == 'tls'
              while line := self.input.readline().decode().strip():
                  print(line, flush=True)
                  word = line.split()[0].upper()
                  if word == 'EHLO':
                      more = '250-STARTTLS\\r\\n' if mode == 'starttls' and not secured else ''
                      self.say('250-relay\\r\\n' + more + '250 AUTH PLAIN')
                  elif word == 'STARTTLS':
                      self.say('220 go')
                      self.request = context.wrap_socket(self.request, server_side=True)
                      self.streams()
                      secured = True
                  elif word == 'AUTH':
                      print('LOGIN', base64.b64decode(line.split()[2]).split(b'\\0')[1:], flush=True)
                      self.say('235 welcome')
                  elif word == 'RCPT' and mode == 'refuse':
                      self.say('550 nobody here')
                  elif word == 'DATA':
                      self.say('354 go')
                      while (text := self.input.readline().decode().rstrip()) != '.':
                          print(text, flush=True)
                      self.say('250 taken')
                  elif word == 'QUIT':
                      self.say('221 bye')
                      return
                  else:
                      self.say('250 fine')
      socketserver.ThreadingTCPServer.allow_reuse_address = True
      server = socketserver.ThreadingTCPServer(('127.0.0.1', 2525), Relay)
      print('listening', flush=True)
      server.serve_forever()
      """;

  private static final String MAIL =
      "smtp_server 127.0.0.1 2525\n"
          + " smtp_connect_timeout 2\n"
          + " notification_email {\n"
          + "  op@ex.org\n"
          + " }\n"
          + " notification_email_from ka@ex.org\n"
          + " smtp_alert on\n"
          + " ";
  private static final String SUBJECT = "Subject: [R] VRRP Instance VI_1 - Entering MASTER state";

  private static Program relay(Operated router, String mode) {
    router.machine.write("relay.py", RELAY);
    var relay = router.machine.start("/etc/keepalived/relay.py", mode);
    Await.until(() -> "listening\n" + relay.output(), () -> relay.output().contains("listening"));
    return relay;
  }

  @Test
  void aRelayThatIsDownGetsTheLetterLaterAndOneThatRefusesIsNamed() {
    try (var router = new Operated()) {
      router.configure(Operated.one(MAIL));
      var daemon = router.start();
      router.await(daemon, "SMTP relay ");
      Await.until("the address", () -> router.machine.has("10.9.0.100"));
      var relay = relay(router, "plain");
      Await.until(() -> "delivered\n" + relay.output(), () -> relay.output().contains(SUBJECT));
      router.await(relay, "=> VRRP Instance is now owning VRRP VIPs <=");
      assertTrue(relay.output().contains("RCPT TO:<op@ex.org>"), relay.output());
      relay.crash();

      var unwilling = relay(router, "refuse");
      router.machine.mustRun("ip", "link", "set", "eth0", "down");
      router.await(daemon, "did not take");
      router.await(daemon, "550 nobody here");
      assertEquals(0, daemon.stop(), daemon.output());
      unwilling.crash();
    }
  }

  @Test
  void aMuteRelayHoldsNeitherAdvertsNorTheStop() {
    try (var router = new Operated()) {
      var relay = relay(router, "mute");
      router.configure(Operated.one(MAIL.replace("timeout 2", "timeout 30")));
      var wire = router.lab.bridge().start("tcpdump", "-lnni", "br0", "vrrp");
      var daemon = router.start();
      Await.until("three adverts", () -> wire.count("vrid 51") >= 3);
      assertEquals(0, daemon.stop(), daemon.output());
      assertTrue(daemon.output().contains("Alert mail was still being sent"), daemon.output());
      assertFalse(router.machine.has("10.9.0.100"));
      relay.crash();
    }
  }

  @Test
  void tlsAndALoginAsTheFileSays() {
    try (var router = new Operated()) {
      router.machine.mustRun(
          "openssl",
          "req",
          "-x509",
          "-newkey",
          "rsa:2048",
          "-nodes",
          "-days",
          "2",
          "-subj",
          "/CN=127.0.0.1",
          "-keyout",
          "/run/tmp/key.pem",
          "-out",
          "/run/tmp/cert.pem");
      router.machine.write("password", "secret word\n");
      String login = "smtp_login op\n smtp_password_file /etc/keepalived/password\n ";
      for (String mode : new String[] {"tls", "starttls"}) {
        var relay = relay(router, mode);
        String tls = "smtp_tls " + (mode.equals("tls") ? "implicit" : mode) + "\n ";
        router.configure(Operated.one(MAIL + login + tls));
        var wary = router.start();
        router.await(wary, "SMTP relay ");
        assertEquals(0, wary.stop(), wary.output());
        assertFalse(relay.output().contains("LOGIN"), "the certificate is not trusted");

        router.configure(Operated.one(MAIL + login + tls + "smtp_tls_verify no"));
        var daemon = router.start();
        Await.until(() -> "delivered\n" + relay.output(), () -> relay.output().contains(SUBJECT));
        assertTrue(relay.output().contains("LOGIN [b'op', b'secret word']"), relay.output());
        assertEquals(0, daemon.stop(), daemon.output());
        relay.crash();
      }
      String dump = router.machine.run("sh", "-c", "cat /run/tmp/keepalived*.data 2>/dev/null");
      assertFalse(dump.contains("secret word"));
    }
  }
}
