package keepalived.linux.watch;

import java.nio.file.Path;

/// What happened in a watched directory.
public sealed interface FileEvent {

  /// A file that was open for writing was closed.
  record Written(Path directory, String name) implements FileEvent {}

  /// A file or directory was made.
  record Created(Path directory, String name) implements FileEvent {}

  record Deleted(Path directory, String name) implements FileEvent {}

  /// A file came here from elsewhere, or got this name.
  record MovedIn(Path directory, String name) implements FileEvent {}

  /// A file went elsewhere, or lost this name.
  record MovedOut(Path directory, String name) implements FileEvent {}

  /// The directory itself was deleted, moved or unmounted: nothing more will be told of it.
  record DirectoryGone(Path directory) implements FileEvent {}

  /// Events were lost, of any of the directories: look at the files again.
  record Overrun() implements FileEvent {}
}
