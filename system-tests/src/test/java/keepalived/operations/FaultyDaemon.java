package keepalived.operations;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import keepalived.lab.Keepalived;
import keepalived.lab.Program;

/// The packaged daemon with bugs that [FaultAgent] injects.
final class FaultyDaemon {

  private FaultyDaemon() {}

  /// Starts the packaged daemon of a machine with these bugs.
  static Program start(Operated router, String faults, String... more) throws IOException {
    var command = new ArrayList<String>();
    command.add("env");
    command.add("KEEPALIVED_JAVA_OPTS=-javaagent:" + jar(router.machine.etc()) + "=" + faults);
    command.add(Keepalived.OURS.program());
    command.addAll(List.of("-n", "-l", "-D", "-f", "/etc/keepalived/keepalived.conf"));
    command.addAll(List.of(more));
    return router.machine.start(command.toArray(String[]::new));
  }

  /// Writes the agent's jar.
  private static Path jar(Path directory) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", FaultAgent.class.getName());
    Path jar = directory.resolve("agent.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        var archive = new JarOutputStream(file, manifest)) {
      for (String name : new String[] {"FaultAgent", "FaultAgent$1", "FaultAgent$2"}) {
        archive.putNextEntry(new JarEntry("keepalived/operations/" + name + ".class"));
        try (var bytes = FaultAgent.class.getResourceAsStream(name + ".class")) {
          bytes.transferTo(archive);
        }
        archive.closeEntry();
      }
    }
    return jar;
  }
}
