package keepalived.linux.watch;

import java.nio.file.Path;

/// An event in a watched directory.
public sealed interface FileEvent {

  /// A file that was open for writing was closed.
  record Written(Path directory, String name) implements FileEvent {}

  /// A file or directory was created.
  record Created(Path directory, String name) implements FileEvent {}

  record Deleted(Path directory, String name) implements FileEvent {}

  /// A file was moved into the directory or renamed to this name.
  record MovedIn(Path directory, String name) implements FileEvent {}

  /// A file was moved out of the directory or renamed from this name.
  record MovedOut(Path directory, String name) implements FileEvent {}

  /// The directory itself was deleted, moved or unmounted: no more events follow.
  record DirectoryGone(Path directory) implements FileEvent {}

  /// Events of any of the directories were lost: all files must be checked again.
  record Overrun() implements FileEvent {}
}
