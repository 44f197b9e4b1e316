package keepalived.daemon.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The path from `/` to a file as the kernel resolves it: every directory, every symbolic link and
/// the elements of its target, and the file at the end.
sealed interface PathWalk {

  /// @param elements all elements passed, including the file
  /// @param file the path of the file without symbolic links
  record Arrived(List<Element> elements, Path file, FileStatus status) implements PathWalk {}

  /// @param reason as strerror(3) words it
  record Lost(String reason) implements PathWalk {}

  record Element(Path path, FileStatus status) {}

  /// Most links that the kernel follows (MAXSYMLINKS).
  int LINKS_MAX = 40;

  static PathWalk to(FileTree tree, Path absolute) {
    var ahead = new ArrayDeque<String>();
    push(ahead, absolute);
    var elements = new ArrayList<Element>();
    Path here = Path.of("/");
    int links = 0;
    var status = tree.status(here);
    while (status.isPresent()) {
      elements.add(new Element(here, status.get()));
      if (status.get().isLink()) {
        links++;
        if (links > LINKS_MAX) {
          return new Lost("Too many levels of symbolic links");
        }
        Path target;
        try {
          target = tree.target(here);
        } catch (IOException e) {
          return new Lost("No such file or directory");
        }
        push(ahead, target);
        here = target.isAbsolute() ? Path.of("/") : here.getParent();
      } else if (ahead.isEmpty()) {
        return new Arrived(List.copyOf(elements), here, status.get());
      } else if (!status.get().isDirectory()) {
        return new Lost("Not a directory");
      } else {
        here = step(here, ahead.pop());
      }
      status = tree.status(here);
    }
    return new Lost("No such file or directory");
  }

  private static void push(ArrayDeque<String> ahead, Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      ahead.push(path.getName(i).toString());
    }
  }

  private static Path step(Path here, String name) {
    return switch (name) {
      case "", "." -> here;
      case ".." -> here.getParent() == null ? here : here.getParent();
      default -> here.resolve(name);
    };
  }
}
