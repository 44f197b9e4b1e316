package keepalived.ipvs.kernel;

import java.time.Duration;
import keepalived.linux.child.HostProgram;

/// Loads a kernel module by name.
@FunctionalInterface
public interface ModuleLoader {

  /// Tries once.
  ///
  /// @return why the module is not loaded; empty when it is
  String load(String module);

  /// How long modprobe may take.
  Duration LIMIT = Duration.ofSeconds(10);

  /// Loads nothing: for processes that must not load modules.
  ModuleLoader NONE = module -> "module " + module + " is not loaded";

  /// Runs modprobe and returns its error output on failure.
  static ModuleLoader modprobe() {
    return ModuleLoader::runModprobe;
  }

  private static String runModprobe(String module) {
    var ran = HostProgram.run(LIMIT, "", "modprobe", "-va", module);
    return ran.started() ? ran.failure() : "modprobe " + module + ": " + ran.failure();
  }
}
