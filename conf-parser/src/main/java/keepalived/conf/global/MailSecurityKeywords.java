package keepalived.conf.global;

import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.core.config.GlobalSettings.MailSecurity.Tls;

/// Keywords for TLS and login of alert mail. The original lacks them; they follow its conventions.
final class MailSecurityKeywords {

  private MailSecurityKeywords() {}

  static void addTo(Keywords<GlobalDraft> table) {
    table
        .custom("smtp_tls", MailSecurityKeywords::tls)
        .bool("smtp_tls_verify", (d, v) -> d.mail.mailVerify = v)
        .text("smtp_login", (d, v) -> d.mail.mailLogin = Optional.of(v))
        .text("smtp_password_file", (d, v) -> d.mail.mailPasswordFile = Optional.of(v));
  }

  private static void tls(GlobalDraft draft, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    switch (word.get().text()) {
      case "none" -> draft.mail.mailTls = Tls.NONE;
      case "starttls" -> draft.mail.mailTls = Tls.STARTTLS;
      case "implicit" -> draft.mail.mailTls = Tls.IMPLICIT;
      default ->
          args.add(
              new Diagnostic(
                      Code.WORD_INVALID,
                      args.place(word.get()),
                      "'" + word.get().text() + "' is no way to secure mail")
                  .fix("write none, starttls or implicit"));
    }
  }
}
