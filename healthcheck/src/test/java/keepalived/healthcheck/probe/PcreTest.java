package keepalived.healthcheck.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.core.config.Check.BodyPattern;
import keepalived.core.regex.Pcre;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
