package keepalived.ipvs.kernel;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Loads a kernel module by name.
@FunctionalInterface
public interface ModuleLoader {

  /// Tries once.
  ///
  /// @return why the module is not loaded; empty when it is
  String load(String module);

  /// Loads nothing: for processes that must not load modules.
  ModuleLoader NONE = module -> "module " + module + " is not loaded";

  /// Runs modprobe and returns its error output on failure.
  static ModuleLoader modprobe() {
    return ModuleLoader::runModprobe;
  }

  private static String runModprobe(String module) {
    try {
      var process =
          new ProcessBuilder(List.of("modprobe", "-va", module)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes()).strip();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "modprobe " + module + " timed out";
      }
      return process.exitValue() == 0 ? "" : said;
    } catch (IOException failure) {
      return "modprobe cannot be run: " + failure.getMessage();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "modprobe " + module + " was interrupted";
    }
  }
}
