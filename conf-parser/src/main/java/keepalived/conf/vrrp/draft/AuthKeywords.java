package keepalived.conf.vrrp.draft;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;

/// The keywords of `authentication`, for VRRP version 2.
final class AuthKeywords {

  private static final int LENGTH_MAX = 8;

  static final Keywords<InstanceDraft> TABLE =
      Keywords.<InstanceDraft>of("vrrp_instance/authentication")
          .custom("auth_type", AuthKeywords::type)
          .custom("auth_pass", AuthKeywords::pass);

  private AuthKeywords() {}

  private static void type(InstanceDraft d, Args args) {
    var word = args.required();
    d.authPlace = Optional.of(args.place());
    if (word.isEmpty()) {
      return;
    }
    switch (word.get().text()) {
      case "PASS", "AH" -> d.authType = Optional.of(word.get().text());
      default ->
          args.add(
              new Diagnostic(
                      Code.WORD_INVALID,
                      args.place(word.get()),
                      "'" + word.get() + "' is not an authentication type")
                  .fix("write PASS or AH")
                  .original("unknown authentication type '" + word.get() + "'"));
    }
  }

  private static void pass(InstanceDraft d, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    String text = word.get().text();
    if (text.getBytes(StandardCharsets.UTF_8).length > LENGTH_MAX) {
      args.add(
          new Diagnostic(
                  Code.ADJUSTED,
                  args.place(word.get()),
                  "only the first " + LENGTH_MAX + " bytes of auth_pass are used")
              .because("the field in the packet has no more room; every router cuts it alike")
              .fix("shorten it to " + LENGTH_MAX + " characters on all routers")
              .original("Truncating auth_pass to 8 characters"));
    }
    d.authPass = Optional.of(text).filter(t -> !t.isEmpty());
    if (d.authPlace.isEmpty()) {
      d.authPlace = Optional.of(args.place());
    }
  }
}
