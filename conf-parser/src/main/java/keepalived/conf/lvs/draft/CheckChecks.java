package keepalived.conf.lvs.draft;

import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.global.ScriptReader;
import keepalived.conf.global.ScriptUse;
import keepalived.conf.schema.Args;
import keepalived.core.net.Family;

/// Checks that a checker has what it needs.
final class CheckChecks {

  private CheckChecks() {}

  static boolean usable(ServerDraft server, CheckDraft check, Args args) {
    return switch (check.kind) {
      case HTTP_GET, SSL_GET -> http(check, args) && binds(server, check, args);
      case MISC_CHECK -> misc(check, args);
      case FILE_CHECK -> named(check, args, "track_file");
      case BFD_CHECK -> named(check, args, "name");
      case UDP_CHECK -> {
        if (check.replyMin > check.replyMax) {
          args.report(Code.CONFLICT, "min_reply_length is above max_reply_length: it always fails");
        }
        yield binds(server, check, args);
      }
      case TCP_CHECK, DNS_CHECK, PING_CHECK -> binds(server, check, args);
      case SMTP_CHECK -> {
        boolean itself = check.checksItself();
        check.hosts.removeIf(host -> !binds(server, host, args));
        boolean own = itself && binds(server, check, args);
        yield own || !check.hosts.isEmpty();
      }
    };
  }

  private static boolean binds(ServerDraft server, CheckDraft check, Args args) {
    var target = check.connectIp.orElse(server.endpoint.address());
    if (check.bindAddress.filter(a -> a.family() != target.family()).isPresent()) {
      args.add(
          new Diagnostic(
              Code.DROPPED,
              check.bindPlace.orElse(check.place),
              "bindto is of another address family than the server; it is ignored"));
      check.bindAddress = Optional.empty();
    }
    if (target.family() == Family.IPV6 && target.isLinkLocal() && check.bindInterface.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.INCOMPLETE,
                  args.place(),
                  check.kind
                      + " to the link-local address "
                      + target
                      + " does not say over which interface; it is dropped")
              .fix("add bind_if INTERFACE to it")
              .original("Checker link local address " + target + " requires a bind_if"));
      return false;
    }
    return true;
  }

  private static boolean http(CheckDraft check, Args args) {
    if (check.urls.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.INCOMPLETE, args.place(), check.kind + " has no usable url; it is dropped")
              .fix("add url { path / }")
              .original("HTTP/SSL_GET checker has no urls specified - ignoring"));
      return false;
    }
    return true;
  }

  private static boolean misc(CheckDraft check, Args args) {
    if (check.command.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.INCOMPLETE, args.place(), "MISC_CHECK has no misc_path; it is dropped")
              .original("No script path has been specified for MISC_CHECKER - skipping"));
      return false;
    }
    if (check.userInvalid) {
      return false;
    }
    check.script =
        new ScriptReader(check.lvs.globals)
            .script(check.commandArgs, check.command.get(), check.user);
    check.script.ifPresent(
        s ->
            check.lvs.uses.add(
                new ScriptUse(
                    ScriptUse.Kind.MISC_CHECK, "MISC_CHECK", s, check.command.get().place())));
    return check.script.isPresent();
  }

  private static boolean named(CheckDraft check, Args args, String keyword) {
    if (check.name.isEmpty() && !check.nameInvalid) {
      args.report(Code.INCOMPLETE, check.kind + " has no '" + keyword + "'; it is dropped");
    }
    return check.name.isPresent();
  }
}
