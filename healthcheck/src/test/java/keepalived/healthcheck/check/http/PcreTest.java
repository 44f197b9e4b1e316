package keepalived.healthcheck.check.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import keepalived.core.config.Check.BodyPattern;
import keepalived.core.regex.Pcre;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcreTest {

  private static boolean matches(BodyPattern pattern, String body) {
    var translated = Pcre.translate(pattern.regex(), pattern.options());
    var ready = assertInstanceOf(Pcre.Ready.class, translated, translated.toString());
    var objection =
        BodySearch.objection(ready.pcre(), pattern, body.getBytes(StandardCharsets.UTF_8), false);
    return objection.isEmpty();
  }

  private static BodyPattern pattern(String regex, String... options) {
    return new BodyPattern(regex, Set.of(options), true, 0, OptionalInt.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "abc~~xabcx~true",
        "ABC~caseless~xabcx~true",
        "ABC~~xabcx~false",
        "a.c~~a|c~false",
        "a.c~dotall~a|c~true",
        "^b~~a|b~false",
        "^b~multiline~a|b~true",
        "a$~~a|~true",
        "a$~dollar_endonly~a|~false",
        "a$~dollar_endonly~a~true",
        "a b # comment~extended~ab~true",
        "b~firstline~a|b~false",
        "a~firstline~xa|b~true",
        "b~anchored~ab~false",
        "a~anchored~ab~true",
        "^[[:digit:]]+$~~123~true",
        "^[[:digit:]]+$~~12a~false",
        "^[^[:space:]]+$~~abc~true",
        "^[[:^digit:]x]+$~~xyz~true",
        "[a&&b]~~&~true",
        "[[]~~[~true",
        "[]a]~~]~true",
        "x{,3}~~x{,3}~true",
        "x{2}~~axxb~true",
        "(?P<n>a)(?P=n)~~aa~true",
        "(?<n>a)\\g{n}~~aa~true",
        "(a)\\g1~~aa~true",
        "(?'q'a)\\k'q'~~ab~unsupported",
        "\\Qa.b\\E~~a.b~true",
        "\\Qa.b\\E~~axb~false",
        "a\\Nb~~a|b~false",
        "(?#note)ab~~ab~true",
        "[]~allow_empty_class~x~false",
        "[^]~allow_empty_class~x~true",
        "a\\Kb~~ab~unsupported",
        "(?R)~~x~unsupported",
        "(*VERB)a~~x~unsupported",
        "(~~x~unsupported",
        "a~match_unset_backref~a~unsupported",
        "a~no_such_option~a~unsupported"
      })
  void translates(String regex, String option, String body, String expected) {
    var options =
        Optional.ofNullable(option).map(o -> new String[] {o}).orElseGet(() -> new String[0]);
    var wanted = pattern(regex, options);
    if (expected.equals("unsupported")) {
      assertInstanceOf(Pcre.Untranslatable.class, Pcre.translate(wanted.regex(), wanted.options()));
    } else {
      assertEquals(Boolean.valueOf(expected), matches(wanted, body.replace('|', '\n')));
    }
  }

  @Test
  void bytesAreMatchedUnlessThePatternSaysUtf() {
    assertEquals(true, matches(pattern("^..$"), "\u00e4"));
    assertEquals(true, matches(pattern("(*UTF)^.$"), "\u00e4"));
    assertEquals(true, matches(pattern("(*UTF)\u00c4", "caseless"), "\u00e4"));
  }

  @Test
  void ungreedySwapsTheMeaningOfTheQuestionMark() {
    var greedy = assertInstanceOf(Pcre.Ready.class, Pcre.translate("a+b*?", Set.of("ungreedy")));
    assertEquals("a+?b*", greedy.pcre().pattern().pattern());
  }

  @Test
  void optionsWithoutEffectAreNamed() {
    var ready =
        assertInstanceOf(
            Pcre.Ready.class, Pcre.translate("a", Set.of("no_auto_possess", "auto_callout")));
    assertEquals(List.of("auto_callout", "no_auto_possess"), ready.ignored());
  }

  @Test
  void offsetsBoundWhereAMatchBegins() {
    assertEquals(false, matches(offsets(3, OptionalInt.empty()), "ab--"));
    assertEquals(true, matches(offsets(0, OptionalInt.empty()), "ab--"));
    assertEquals(true, matches(offsets(2, OptionalInt.empty()), "--ab"));
    assertEquals(false, matches(offsets(0, OptionalInt.of(2)), "--ab"));
    assertEquals(true, matches(offsets(0, OptionalInt.of(3)), "--ab"));
    assertEquals(false, matches(offsets(9, OptionalInt.empty()), "ab"));
  }

  private static BodyPattern offsets(int min, OptionalInt max) {
    return new BodyPattern("ab", Set.of(), true, min, max);
  }

  @Test
  void alternativesThatRepeatAreFoundInLargeBodies() {
    assertEquals(true, matches(pattern("(.|\\n)*OK"), "x\n".repeat(10_000) + "OK"));
    assertEquals(false, matches(pattern("(.|\\n)*OK"), "x\n".repeat(10_000)));
    assertEquals(true, matches(pattern("(a|b)*c"), "ab".repeat(20_000) + "c"));
    assertEquals(true, matches(pattern("(a|b)*+c"), "ab".repeat(20_000) + "c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "(.*a){20}0X~60~no match",
        "(a+)+$~60~",
        "^(a+)+b~60~no match",
        "(a|aa)+b~60~no match",
        "((.*a){20})\\1X~60~regex took too long",
        "^(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)\\1b$~60~regex took too long",
        "((a|b)*)c\\1~1000000~regex needs too much stack"
      })
  void everyPatternComesToAVerdict(String regex, int length, String objection) throws Exception {
    var ready = assertInstanceOf(Pcre.Ready.class, Pcre.translate(regex, Set.of()));
    var body = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
    var verdict = new CompletableFuture<Optional<String>>();
    BodySearch.executor()
        .execute(
            () ->
                verdict.complete(BodySearch.objection(ready.pcre(), pattern(regex), body, false)));
    assertEquals(Optional.ofNullable(objection), verdict.get(60, TimeUnit.SECONDS));
  }

  /// Both engines find the same matches for each pattern that RE2/J accepts.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "o b",
        "foo$",
        "^foo",
        "a.b",
        "fo+|ba?r",
        "(foo|bar)$",
        "foo$|x",
        "[[:digit:]]+",
        "\\d{2,3}",
        "[^a-z]+$",
        "\\bfoo\\b",
        "\\s",
        "\\S+",
        "[\\s,]x",
        "a|b|",
        "x*",
        "(?:ab)+c?",
        "foo\\z",
        "\\Afoo",
        "\\x66oo",
        "[]a]",
        "[\\]a]",
        "a{2}",
        "a{,2}",
        "\\.",
        "\\$",
        "[$]",
        "^$",
        "\\W",
        ".",
        "\\w+\\n"
      })
  void bothEnginesAgree(String regex) {
    for (var options : List.of(Set.<String>of(), Set.of("caseless"), Set.of("dotall"))) {
      var ready = assertInstanceOf(Pcre.Ready.class, Pcre.translate(regex, options));
      var java = ready.pcre().pattern();
      var linear = LinearPattern.of(java.pattern(), java.flags());
      for (var text : TEXTS) {
        var matcher = java.matcher(text);
        int expected = matcher.find() ? matcher.start() : -1;
        linear.ifPresent(
            pattern -> {
              var other = pattern.matcher(text);
              assertEquals(expected, other.find() ? other.start() : -1, regex + " in " + text);
            });
      }
    }
  }

  private static final List<String> TEXTS =
      List.of(
          "",
          "foo",
          "foo\n",
          "foo\n\n",
          "x\nfoo",
          "foo bar",
          "FOO BAR",
          "a\nb",
          "a\u000bb",
          "aab",
          "123",
          "a,x b x",
          "\u00e4foo",
          "foo\u00e4",
          "$.]",
          "a{,2}",
          "ababc",
          "\r\n",
          "\n",
          "x,x");

  @Test
  void ordinaryPatternsAreLinear() {
    for (var regex :
        List.of("(.|\\n)*OK", "(.*a){20}0X", "status: *ok", "<title>\\s*Shop</title>", "^OK$")) {
      var ready = assertInstanceOf(Pcre.Ready.class, Pcre.translate(regex, Set.of()));
      var java = ready.pcre().pattern();
      assertTrue(LinearPattern.of(java.pattern(), java.flags()).isPresent(), regex);
    }
  }
}
