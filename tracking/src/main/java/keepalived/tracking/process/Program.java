package keepalived.tracking.process;

import java.util.List;

/// What a process runs.
///
/// @param name the kernel's short name for it, of at most 15 bytes: the file's, a script's own, or
///   what the process calls itself
/// @param words its command line; a process that has ended but was not waited for has none
public record Program(String name, List<String> words) {

  public Program {
    words = List.copyOf(words);
  }
}
