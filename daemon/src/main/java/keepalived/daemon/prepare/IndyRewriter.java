package keepalived.daemon.prepare;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// `java keepalived.daemon.prepare.IndyRewriter JAR...`: replaces constructs that javac leaves to
/// be made at run time and that the JVM's cache (JEP 514) does not keep: switches over types, and
/// `equals` and `hashCode` of records. Making them at run time took a fifth of the time to the
/// first advert. The behaviour stays the same, a jar without such constructs is not changed, and a
/// second run changes nothing.
public final class IndyRewriter {

  private final RewrittenClass classes;

  /// @param jars for looking up superclasses
  IndyRewriter(ClassLoader jars) {
    var resolver =
        ClassHierarchyResolver.ofResourceParsing(jars)
            .orElse(ClassHierarchyResolver.defaultResolver());
    classes = new RewrittenClass(ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver)));
  }

  public static void main(String[] jars) throws IOException {
    var urls = Arrays.stream(jars).map(IndyRewriter::url).toArray(URL[]::new);
    try (var loader = new URLClassLoader(urls)) {
      var unfold = new IndyRewriter(loader);
      for (var jar : jars) {
        unfold.jar(Path.of(jar));
      }
    }
  }

  private static URL url(String jar) {
    try {
      return new File(jar).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar, e);
    }
  }

  /// Rewrites one class file; returns the same array when there is nothing to do.
  byte[] classFile(byte[] bytes) {
    return classes.unfold(bytes);
  }

  /// Replaces the jar atomically, because it may be open. The times of the file and its entries
  /// stay, so that packages are reproducible.
  private void jar(Path jar) throws IOException {
    var changed = new ArrayList<String>();
    byte[] next = unfolded(jar, changed);
    if (changed.isEmpty()) {
      return;
    }
    var time = Files.getLastModifiedTime(jar);
    var modes = Files.getPosixFilePermissions(jar);
    var beside = Files.createTempFile(jar.toAbsolutePath().getParent(), "unfold", ".tmp");
    try {
      Files.write(beside, next);
      Files.setPosixFilePermissions(beside, modes);
      Files.setLastModifiedTime(beside, time);
      Files.move(beside, jar, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private byte[] unfolded(Path jar, List<String> changed) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var in = new ZipInputStream(Files.newInputStream(jar));
        var zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] before = in.readAllBytes();
        byte[] after = entry.getName().endsWith(".class") ? classFile(before) : before;
        if (after != before) {
          changed.add(entry.getName());
        }
        var copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        zip.putNextEntry(copy);
        zip.write(after);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
