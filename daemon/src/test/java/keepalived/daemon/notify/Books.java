package keepalived.daemon.notify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.Config;
import keepalived.daemon.script.Account;
import keepalived.daemon.script.Accounts;
import keepalived.daemon.script.FileStatus;
import keepalived.daemon.script.FileTree;
import keepalived.daemon.script.ScriptBook;
import keepalived.daemon.script.ScriptResolver;

/// Script books of hosts on which every script exists.
final class Books {

  private static final Accounts ROOT_ONLY =
      new Accounts() {
        @Override
        public Optional<Account> user(String name) {
          return Optional.of(Account.ROOT);
        }

        @Override
        public OptionalInt group(String name) {
          return OptionalInt.of(0);
        }
      };

  private Books() {}

  /// The mode of all files of a host; tests change it while it is used.
  static class Modes implements FileTree {
    int file = 0100755;

    @Override
    public Optional<FileStatus> status(Path path) {
      return Optional.of(new FileStatus(path.getNameCount() == 2 ? file : 0040755, 0, 0));
    }

    @Override
    public Path target(Path link) {
      throw new IllegalStateException("there are no links");
    }

    @Override
    public byte[] head(Path file, int length) {
      return "#!/bin/sh".getBytes(StandardCharsets.UTF_8);
    }
  }

  static ScriptBook permissive(Config config) {
    return of(config, new Modes());
  }

  static ScriptBook of(Config config, FileTree files) {
    return of(config, files, Map.of("PATH", "/bin"));
  }

  static ScriptBook of(Config config, FileTree files, Map<String, String> environment) {
    return ScriptBook.of(
        config,
        new ScriptResolver(
            new ScriptResolver.Ports(files, ROOT_ONLY, environment, Path.of("/")),
            config.global()));
  }
}
