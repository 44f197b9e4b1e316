package keepalived.daemon.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// A class behaves the same before and after it was rewritten.
class IndyRewriterTest {

  /// A component of each type.
  record All(
      boolean a,
      byte b,
      char c,
      short d,
      int e,
      long f,
      float g,
      double h,
      String i,
      List<Integer> j) {}

  record None() {}

  sealed interface Shape permits Circle, Square, Point {
    /// A switch in an interface, with guards that fall through to a later label.
    static String describe(Shape shape) {
      return switch (shape) {
        case Circle(int radius) when radius > 10 -> "large circle";
        case Circle circle when circle.radius() == 0 -> "no circle";
        case Circle _ -> "circle";
        case Square(int side) when side < 0 -> "hole";
        case Square _ -> "square";
        case Point _ -> "point";
      };
    }
  }

  record Circle(int radius) implements Shape {}

  record Square(int side) implements Shape {}

  record Point() implements Shape {}

  /// The results of the classes above, as text.
  static final class Sayings implements Callable<String> {

    private static String of(Object any) {
      return switch (any) {
        case null -> "nothing";
        case Shape shape -> Shape.describe(shape);
        case String text when text.isEmpty() -> "no text";
        case String _ -> "text";
        case int[] numbers -> numbers.length + " numbers";
        case Object _ -> "something";
      };
    }

    private static String word(Object any) {
      return switch (any) {
        case Integer i when i == 1 -> "one";
        case Integer _ -> "number";
        default -> "other";
      };
    }

    private static List<Object> values() {
      var shared = List.of(1);
      return List.of(
          new All(true, (byte) -1, 'c', (short) -2, 3, 4L << 40, 0.0f, Double.NaN, null, shared),
          new All(true, (byte) -1, 'c', (short) -2, 3, 4L << 40, 0.0f, Double.NaN, null, shared),
          new All(true, (byte) -1, 'c', (short) -2, 3, 4L << 40, -0.0f, Double.NaN, null, shared),
          new All(true, (byte) -1, 'c', (short) -2, 3, 4L << 41, 0.0f, Double.NaN, null, shared),
          new All(true, (byte) -1, 'c', (short) -2, 3, 4L << 40, 0.0f, 1, "i", shared),
          new All(false, (byte) 1, 'd', (short) 2, -3, -4, 1.5f, -1.5, "i", null),
          new None(),
          new None(),
          new Circle(11),
          new Circle(0),
          new Circle(5),
          new Square(-1),
          new Square(1),
          new Point(),
          "",
          "text",
          new int[] {1, 2},
          1,
          2,
          3.0);
    }

    @Override
    public String call() {
      var said = new StringBuilder(of(null));
      var values = values();
      for (var one : values) {
        said.append('\n').append(of(one)).append(' ').append(word(one)).append(' ');
        said.append(one instanceof int[] ? 0 : one.hashCode()).append(' ');
        values.forEach(other -> said.append(one.equals(other) ? '=' : '-'));
        said.append(one.equals(null)).append(one.equals("another"));
      }
      return said.toString();
    }
  }

  private static final List<Class<?>> CLASSES =
      List.of(
          All.class,
          None.class,
          Shape.class,
          Circle.class,
          Square.class,
          Point.class,
          Sayings.class);

  private final IndyRewriter unfold = new IndyRewriter(IndyRewriterTest.class.getClassLoader());

  private static byte[] bytes(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  private Map<String, byte[]> unfolded() throws IOException {
    var result = new HashMap<String, byte[]>();
    for (var type : CLASSES) {
      result.put(type.getName(), unfold.classFile(bytes(type)));
    }
    return result;
  }

  @Test
  void unfoldedClassesSayTheSame() throws Exception {
    var classes = unfolded();
    var loader =
        new ClassLoader(IndyRewriterTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] own = classes.get(name);
            if (own == null) {
              return super.loadClass(name, resolve);
            }
            var known = findLoadedClass(name);
            return known != null ? known : defineClass(name, own, 0, own.length);
          }
        };
    var type = loader.loadClass(Sayings.class.getName());
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    var other = (Callable<?>) constructor.newInstance();
    assertNotSame(Sayings.class, other.getClass());
    var said = new Sayings().call();
    assertTrue(said.contains("large circle") && said.contains("no circle"), said);
    assertEquals(said, other.call());
  }

  @Test
  void nothingIsLeftToBeMadeAtRunTime() throws IOException {
    for (var type : CLASSES) {
      byte[] once = unfold.classFile(bytes(type));
      var left = new ArrayList<>(links(once));
      left.removeAll(List.of("makeConcatWithConstants", "toString", "accept"));
      assertEquals(List.of(), left, type.getName());
      assertSame(once, unfold.classFile(once), "done twice is done once: " + type.getName());
    }
  }

  @Test
  void aClassWithoutAnyIsNotTouched() throws IOException {
    byte[] bytes = bytes(IndyRewriterTest.class);
    assertSame(bytes, unfold.classFile(bytes));
  }

  /// The names of the call sites that a class links at run time.
  private static List<String> links(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(InvokeDynamicInstruction.class::isInstance)
        .map(InvokeDynamicInstruction.class::cast)
        .map(call -> call.name().stringValue())
        .toList();
  }
}
