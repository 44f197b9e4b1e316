package keepalived.operations;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;

/// A Java agent that injects bugs into a running daemon: a method throws once after a file has been
/// created; an Error if the file is not empty. Uses only the JDK, because it runs in the daemon's
/// JVM.
public final class FaultAgent {

  private static final ClassDesc SELF = ClassDesc.of("keepalived.operations.FaultAgent");

  private FaultAgent() {}

  /// @param words `class.method=file`, separated by semicolons; dots in class names
  public static void premain(String words, Instrumentation instrumentation) {
    var faults = new HashMap<String, Map<String, String>>();
    for (String word : words.split(";")) {
      String method = word.substring(0, word.indexOf('='));
      int dot = method.lastIndexOf('.');
      faults
          .computeIfAbsent(method.substring(0, dot).replace('.', '/'), _ -> new HashMap<>())
          .put(method.substring(dot + 1), word.substring(word.indexOf('=') + 1));
    }
    instrumentation.addTransformer(
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader,
              String name,
              Class<?> redefined,
              ProtectionDomain domain,
              byte[] bytes) {
            return faults.containsKey(name) ? faulty(bytes, faults.get(name)) : null;
          }
        });
  }

  private static byte[] faulty(byte[] bytes, Map<String, String> files) {
    var transform = ClassTransform.ACCEPT_ALL;
    for (var method : files.entrySet()) {
      transform =
          transform.andThen(
              ClassTransform.transformingMethodBodies(
                  m -> m.methodName().equalsString(method.getKey()), asking(method.getValue())));
    }
    var format = ClassFile.of();
    return format.transformClass(format.parse(bytes), transform);
  }

  /// Inserts a call at the start of a method that throws when the file exists.
  private static CodeTransform asking(String file) {
    return new CodeTransform() {
      @Override
      public void atStart(CodeBuilder builder) {
        builder
            .loadConstant(file)
            .invokestatic(
                SELF,
                "failOnce",
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String));
      }

      @Override
      public void accept(CodeBuilder builder, CodeElement element) {
        builder.with(element);
      }
    };
  }

  /// Called by the changed methods.
  public static void failOnce(String file) {
    Path order = Path.of(file);
    try {
      boolean error = Files.exists(order) && Files.size(order) > 0;
      if (Files.deleteIfExists(order)) {
        if (error) {
          throw new OutOfMemoryError("unable to create native thread");
        }
        throw new IllegalStateException("a bug that " + file + " asked for");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
