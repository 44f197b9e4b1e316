package keepalived.tracking.process;

import java.util.List;

/// The program of a process.
///
/// @param name the kernel's short name, at most 15 bytes: that of the executable, of the script, or
///   one that the process chose
/// @param words the command line; empty for a zombie
public record Program(String name, List<String> words) {

  public Program {
    words = List.copyOf(words);
  }
}
