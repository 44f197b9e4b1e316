package keepalived.ipvs.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.cli.names.NameLookup;
import keepalived.ipvs.cli.names.SystemNames;
import keepalived.ipvs.kernel.KernelIpvsDriver;
import keepalived.ipvs.kernel.ModuleLoader;

/// Dependencies of the command.
///
/// @param driver opened when first needed: help needs none
/// @param names for everything that is not printed as numbers
/// @param connections the lines of the kernel's connection table
/// @param input the lines for `-R`
public record Host(
    Supplier<? extends IpvsDriver> driver,
    NameLookup names,
    Supplier<List<String>> connections,
    Supplier<List<String>> input) {

  /// This machine, in the calling thread's network namespace.
  public static Host real() {
    return new Host(
        () -> KernelIpvsDriver.open(ModuleLoader.modprobe()),
        new SystemNames(),
        () -> lines(Path.of("/proc/net/ip_vs_conn")),
        Host::standardInput);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> standardInput() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .toList();
  }
}
