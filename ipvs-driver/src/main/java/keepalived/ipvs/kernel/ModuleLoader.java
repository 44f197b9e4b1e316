package keepalived.ipvs.kernel;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Loads a kernel module by name.
@FunctionalInterface
public interface ModuleLoader {

  /// Tries once.
  ///
  /// @return empty when the module is loaded, else why it is not
  String load(String module);

  /// Loads nothing: for processes that may not.
  ModuleLoader NONE = module -> "module " + module + " is not loaded";

  /// Runs modprobe, which says itself what is wrong.
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
        return "modprobe " + module + " does not end";
      }
      return process.exitValue() == 0 ? "" : said;
    } catch (IOException failure) {
      return "modprobe does not run: " + failure.getMessage();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "modprobe " + module + " was interrupted";
    }
  }
}
