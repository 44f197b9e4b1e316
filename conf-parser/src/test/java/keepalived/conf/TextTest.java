package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.text.TextLine;
import keepalived.conf.text.TextPass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The text pass alone: the lines that it produces, and the places their characters came from.
class TextTest {

  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private TextPass pass() {
    return new TextPass(
        new TextPass.Settings("node1", false, Map.of("COLOUR", "blue"), new SplittableRandom(1)),
        diagnostics::add);
  }

  private List<String> lines(String text) {
    return pass().read("t", text, Path.of("/etc/keepalived")).stream()
        .map(l -> l.text().strip())
        .toList();
  }

  @Test
  void comments_go_and_escaped_marks_stay() {
    assertEquals(
        List.of("a b", "c \"# no\" d", "x#y"),
        lines("a b # c\n! all\n\nc \"# no\" d ! yes\nx\\#y\n"));
  }

  @Test
  void conditions_keep_lines_for_this_node() {
    assertEquals(List.of("a", "d"), lines("@node1 a\n@node2 b\n@^node1 c\n@^node2 d\n@node1\n"));
  }

  @Test
  void definitions_nest_and_may_be_redefined() {
    assertEquals(
        List.of("use 1,x", "use 2", "$UNKNOWN ${ALSO}"),
        lines("$A=1\n$B=use ${A}\n$B,x\n$A=2\n$B\n$UNKNOWN ${ALSO}\n".replace("$B,x", "${B},x")));
  }

  @Test
  void a_definition_may_hold_lines() {
    assertEquals(
        List.of("block 7 {", "inner eth0", "}", "after"),
        lines("$IF=eth0\n$X= \\\n block $N { \\\n inner $IF \\ # why\n }\n$N=7\n$X\nafter\n"));
  }

  @Test
  void repetitions_chain_and_count() {
    assertEquals(
        List.of("1-a", "1-b", "2-a", "2-b"), lines("~SEQ(n, 2) ~LST(c, a, b) ${n}-${c}\n"));
    for (String blanks :
        List.of("~SEQ ( n , 0 , 1 ) ${n}", "~SEQ\t(n,0,1)\t${n}", "~SEQ(n,0,1)${n}")) {
      assertEquals(List.of("0", "1"), lines(blanks + "\n"), blanks);
    }
    assertEquals(
        List.of("0_1", "0_2", "1_1", "1_2"),
        lines("~SEQ ( n , 0 , 1 ) ~SEQ ( m , 1 , 2 ) ${n}_${m}\n"));
    assertEquals(List.of("a_b"), lines("~LST ( { n , m } , { a , b } ) ${n}_${m}\n"));
    assertEquals(List.of("7", "8"), lines("~SEQ(n, 07, 010) ${n}\n"), "octal, as for C");
    assertEquals(List.of("8", "9", "a"), lines("~SEQx(n, 8, 10) ${n}\n"));
    assertEquals(List.of("a", "c", "e"), lines("~SEQx(n, 10, 2, 14) ${n}\n"));
    assertEquals(List.of("3", "2", "1"), lines("~SEQ(n, 3, 1) $n\n"));
    assertEquals(List.of("k1 v1", "k2 v2"), lines("~LST({k,v}, {k1,v1}, {k2,v2}) $k $v\n"));
    assertTrue(diagnostics.isEmpty());
  }

  @Test
  void a_definition_sets_others_each_time_it_is_used() {
    assertEquals(
        List.of("s 1 {", "r 1.1", "r 1.2", "}", "s 2 {", "r 2.1", "r 2.2", "}"),
        lines(
            "$R=r ${N}.${M}\n$S= \\\n s $N { \\\n $M=1 \\\n $R \\\n $M=2 \\\n $R \\\n }\n"
                + "$N=1\n$S\n$N=2\n$S\n"));
    assertTrue(diagnostics.isEmpty());
  }

  @Test
  void built_in_names() {
    assertEquals(
        List.of("/etc/keepalived node1 blue # !"),
        lines("${_PWD} ${_INSTANCE} ${_ENV COLOUR} ${_HASH} ${_BANG}\n"));
    assertEquals("5", lines("${_RANDOM 5 5}\n").getFirst());
  }

  @Test
  void a_place_points_into_the_file_after_substitution() {
    TextLine line =
        pass().read("t", "$LONG=some long words\n  key $LONG tail\n", Path.of("/")).getFirst();
    int tail = line.text().indexOf("tail");
    assertEquals("  key some long words tail", line.text());
    assertEquals(13, line.place(tail, tail + 4).column());
    assertEquals(7, line.place(6, 10).column(), "substituted text stands where its name stood");
  }

  @Test
  void includes_are_relative_and_never_loop(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("d"));
    Files.writeString(directory.resolve("main.conf"), "first\ninclude d/{one,two}.conf\nlast\n");
    Files.writeString(directory.resolve("d/one.conf"), "one\ninclude ../main.conf\n");
    Files.writeString(directory.resolve("d/two.conf"), "two\ninclude three*\n");
    Files.writeString(directory.resolve("d/three.x"), "three\n");
    var lines = pass().read(directory.resolve("main.conf")).stream().map(TextLine::text).toList();
    assertEquals(List.of("first", "one", "two", "three", "last"), lines);
    assertEquals(List.of(Code.INCLUDE_LOOP), diagnostics.stream().map(Diagnostic::code).toList());
  }
}
