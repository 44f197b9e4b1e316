package keepalived.core.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A PCRE2 pattern with its option words, translated for Java. The languages agree on nearly
/// everything that checks use; other spellings are rewritten, and what Java cannot express is
/// reported. Bytes are matched as ISO-8859-1, or as UTF-8 when the pattern begins with `(*UTF)`.
///
/// @param pattern finds what PCRE2 would find
/// @param utf8 whether the text is decoded as UTF-8
/// @param anchored only a match at the start offset counts
/// @param firstLine a match must begin on the first line
public record Pcre(Pattern pattern, boolean utf8, boolean anchored, boolean firstLine) {

  /// The result of translating a pattern.
  public sealed interface Translated permits Ready, Untranslatable {}

  /// @param ignored options that have no meaning here and do not affect the result
  public record Ready(Pcre pcre, List<String> ignored) implements Translated {}

  public record Untranslatable(String why) implements Translated {}

  private static final Map<String, Integer> FLAGS =
      Map.of(
          "caseless", Pattern.CASE_INSENSITIVE,
          "dotall", Pattern.DOTALL,
          "extended", Pattern.COMMENTS,
          "multiline", Pattern.MULTILINE,
          "ucp", Pattern.UNICODE_CHARACTER_CLASS);

  /// Options that affect only speed, or enable syntax that Java always supports.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "auto_callout",
          "no_auto_possess",
          "no_dotstar_anchor",
          "no_start_optimize",
          "never_utf",
          "never_ucp",
          "use_offset_limit",
          "alt_circumflex",
          "alt_verbnames",
          "no_auto_capture");

  private static final Set<String> TRANSLATED =
      Set.of("dollar_endonly", "ungreedy", "firstline", "anchored", "utf", "allow_empty_class");

  /// @param options PCRE option words as configured
  public static Translated translate(String regex, Set<String> options) {
    int flags = Pattern.UNIX_LINES;
    var ignored = new ArrayList<String>();
    for (var option : new TreeSet<>(options)) {
      if (FLAGS.containsKey(option)) {
        flags |= FLAGS.get(option);
      } else if (WITHOUT_EFFECT.contains(option)) {
        ignored.add(option);
      } else if (!TRANSLATED.contains(option)) {
        return new Untranslatable("option " + option + " is not supported");
      }
    }
    boolean utf8 = options.contains("utf");
    var source = regex;
    while (source.startsWith("(*UTF)") || source.startsWith("(*UCP)")) {
      utf8 |= source.startsWith("(*UTF)");
      flags |= source.startsWith("(*UCP)") ? Pattern.UNICODE_CHARACTER_CLASS : 0;
      source = source.substring(6);
    }
    if (utf8 && (flags & Pattern.CASE_INSENSITIVE) != 0) {
      flags |= Pattern.UNICODE_CASE;
    }
    return compile(
        source,
        options,
        flags,
        new Ready(
            new Pcre(
                Pattern.compile(""),
                utf8,
                options.contains("anchored"),
                options.contains("firstline")),
            ignored));
  }

  private static Translated compile(String source, Set<String> options, int flags, Ready outline) {
    try {
      var rewritten = new PcreSyntax(source, options, (flags & Pattern.COMMENTS) != 0).rewrite();
      var pcre = outline.pcre();
      return new Ready(
          new Pcre(
              Pattern.compile(rewritten, flags), pcre.utf8(), pcre.anchored(), pcre.firstLine()),
          List.copyOf(outline.ignored()));
    } catch (PcreSyntax.Unsupported e) {
      return new Untranslatable(e.getMessage());
    } catch (PatternSyntaxException e) {
      return new Untranslatable(e.getDescription() + " at offset " + e.getIndex());
    }
  }
}
