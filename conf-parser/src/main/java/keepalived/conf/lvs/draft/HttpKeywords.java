package keepalived.conf.lvs.draft;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.lvs.draft.CheckDraft.UrlDraft;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.conf.schema.ScriptWords;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.Check;
import keepalived.core.regex.Pcre;

/// The keywords of HTTP_GET and SSL_GET.
final class HttpKeywords {

  private static final Set<String> REGEX_OPTIONS =
      Set.of(
          "allow_empty_class",
          "alt_bsux",
          "auto_callout",
          "caseless",
          "dollar_endonly",
          "dotall",
          "dupnames",
          "extended",
          "firstline",
          "match_unset_backref",
          "multiline",
          "never_ucp",
          "never_utf",
          "no_auto_capture",
          "no_auto_possess",
          "no_dotstar_anchor",
          "no_start_optimize",
          "ucp",
          "ungreedy",
          "utf",
          "never_backslash_c",
          "alt_circumflex",
          "alt_verbnames",
          "use_offset_limit");

  private HttpKeywords() {}

  static void add(Keywords<CheckDraft> table) {
    var url = url(table.block() + "/url");
    table
        .text("virtualhost", Missing.COMPLAINT, (d, v) -> d.virtualHost = Optional.of(v))
        .custom("http_protocol", HttpKeywords::version)
        .bool("enable_sni", (d, v) -> d.sni = v)
        .text("sni_name", (d, v) -> d.sniName = Optional.of(v))
        .bool("fast_recovery", (d, v) -> d.fastRecovery = v)
        .bool("tls_compliant", (d, v) -> d.tlsCompliant = v)
        .integer("retry", 0, Integer.MAX_VALUE, (d, v) -> d.timing.retry = Optional.of((int) v))
        .alias("nb_get_retry", "retry")
        .block("url", url, (d, args) -> Optional.of(new UrlDraft()), HttpKeywords::closeUrl);
  }

  private static void version(CheckDraft d, Args args) {
    var word = args.word(Missing.COMPLAINT);
    switch (word.map(Word::text).orElse("1.0")) {
      case "1.0" -> d.httpVersion = Check.HttpVersion.HTTP_1_0;
      case "1.0C", "1.0c" -> d.httpVersion = Check.HttpVersion.HTTP_1_0_CLOSE;
      case "1.1" -> d.httpVersion = Check.HttpVersion.HTTP_1_1;
      default ->
          args.report(
              Code.WORD_INVALID,
              word.orElseThrow(),
              "'" + word.get() + "' is not 1.0, 1.0C or 1.1");
    }
  }

  private static Keywords<UrlDraft> url(String block) {
    return Keywords.<UrlDraft>of(block)
        .text("path", (d, v) -> d.path = Optional.of(v))
        .custom("digest", HttpKeywords::digest)
        .custom("status_code", HttpKeywords::statusCodes)
        .text("virtualhost", Missing.COMPLAINT, (d, v) -> d.virtualHost = Optional.of(v))
        .custom("regex", HttpKeywords::regex)
        .flag("regex_no_match", d -> d.regexMustNotMatch = true)
        .custom("regex_options", HttpKeywords::regexOptions)
        .custom("regex_min_offset", (d, args) -> offset(args).ifPresent(n -> d.minOffset = n))
        .custom(
            "regex_max_offset",
            (d, args) -> offset(args).ifPresent(n -> d.maxOffset = OptionalInt.of(n)))
        .custom("regex_stack", (d, args) -> args.rest())
        .ignored("Java's matcher has no such stack")
        .bool("tls_compliant", (d, v) -> d.tlsCompliant = Optional.of(v));
  }

  private static void digest(UrlDraft d, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    String text = word.get().text();
    if (!text.matches("[0-9a-fA-F]{32}")) {
      args.add(
          new Diagnostic(
                  Code.WORD_INVALID,
                  args.place(word.get()),
                  "a digest is 32 hexadecimal digits; this one is ignored")
              .fix("print it with: keepalived --genhash -s ADDRESS -p PORT -u PATH")
              .original(
                  "digest '%s' character length should be 32 rather than %d"
                      .formatted(text, text.length())));
      return;
    }
    String digest = text.toLowerCase(Locale.ROOT);
    if (d.digest.filter(digest::equals).isPresent()) {
      args.add(
          new Diagnostic(
                  Code.ALREADY_SET, args.place(word.get()), "this digest is already in the url")
              .original("Digest '" + text + "' is a duplicate"));
    }
    d.digest = Optional.of(digest);
  }

  private static void statusCodes(UrlDraft d, Args args) {
    for (Word word : args.rest()) {
      String[] parts = word.text().split("-", 2);
      var first = code(parts[0]);
      var last = parts.length == 2 ? code(parts[1]) : first;
      if (first.isEmpty() || last.isEmpty() || first.get() > last.get()) {
        args.report(
            Code.WORD_INVALID,
            word,
            "'" + word + "' is not an HTTP status code or a range of them");
        return;
      }
      d.codes.add(new Check.CodeRange(first.get().intValue(), last.get().intValue()));
    }
  }

  private static Optional<Long> code(String text) {
    return Numbers.whole(text).filter(n -> n >= 100 && n <= 599 && text.length() == 3);
  }

  private static void regex(UrlDraft d, Args args) {
    args.peek().ifPresent(w -> d.regexPlace = args.place(w));
    var words = ScriptWords.split(args.raw());
    d.regex = words.isEmpty() ? Optional.empty() : Optional.of(words.getFirst());
  }

  private static void regexOptions(UrlDraft d, Args args) {
    for (Word word : args.rest()) {
      if (REGEX_OPTIONS.contains(word.text())) {
        d.regexOptions.add(word.text());
      } else {
        args.add(
            new Diagnostic(
                Code.WORDS_IGNORED, args.place(word), "'" + word + "' is not a regex option"));
      }
    }
  }

  private static Optional<Integer> offset(Args args) {
    return args.word()
        .flatMap(w -> Numbers.whole(w.text()))
        .filter(n -> n >= 0 && n <= Integer.MAX_VALUE)
        .map(Long::intValue);
  }

  private static void closeUrl(CheckDraft check, UrlDraft url, Args args) {
    if (url.path.isEmpty()) {
      args.add(
          new Diagnostic(Code.INCOMPLETE, args.place(), "this url has no path; it is ignored")
              .fix("add: path /")
              .original("HTTP/SSL_GET checker url has no path - ignoring"));
      return;
    }
    url.regex.ifPresent(regex -> translatable(url, regex, args));
    check.urls.add(url);
  }

  private static void translatable(UrlDraft url, String regex, Args args) {
    if (Pcre.translate(regex, Set.copyOf(url.regexOptions))
        instanceof Pcre.Untranslatable(var why)) {
      args.add(
          new Diagnostic(
                  Code.REGEX_UNUSABLE,
                  url.regexPlace,
                  "this regular expression cannot be used: " + why)
              .because("the check fails every time")
              .fix("write it otherwise; in double quotes a backslash is written twice"));
    }
  }
}
