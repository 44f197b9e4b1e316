package keepalived.daemon.notify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.Fifo;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.script.ScriptBook;

/// The notify FIFOs and their readers. A FIFO that a reload does not change stays open, and its
/// reader keeps running.
final class FifoNotifier {

  /// In the order in which lines are written.
  private enum Which {
    ALL("notify", Part.PARENT),
    VRRP("vrrp_notify", Part.VRRP),
    LVS("lvs_notify", Part.CHECKER);

    private final String word;
    private final Part part;

    Which(String word, Part part) {
      this.word = word;
      this.part = part;
    }

    boolean takes(Part from) {
      return this == ALL || part == from;
    }

    Optional<Fifo> of(GlobalSettings.Fifos fifos) {
      return switch (this) {
        case ALL -> fifos.all();
        case VRRP -> fifos.vrrp();
        case LVS -> fifos.lvs();
      };
    }
  }

  private record Open(Fifo fifo, NotifyFifo pipe, Optional<FifoReader> reader) {}

  private static final int MODE = 0644;

  private final ScriptRun.Ports ports;
  private final Map<Which, Open> open = new EnumMap<>(Which.class);
  private final List<FifoReader> retired = new ArrayList<>();

  FifoNotifier(ScriptRun.Ports ports) {
    this.ports = ports;
  }

  void reconfigure(GlobalSettings global, ScriptBook book) {
    var fifos = unshared(global.fifos());
    for (var which : Which.values()) {
      var wanted = which.of(fifos);
      var current = Optional.ofNullable(open.get(which));
      if (current.isPresent() && !current.map(Open::fifo).equals(wanted)) {
        close(which);
      } else if (current.filter(each -> each.pipe().isLost()).isPresent()) {
        String path = current.get().fifo().path();
        say(which, which.word + " fifo " + path + " was removed by another program, made again");
        close(which);
      }
      wanted
          .filter(_ -> !open.containsKey(which))
          .ifPresent(fifo -> open(which, fifo, global.process().umask(), book));
    }
  }

  /// Ignores a FIFO that is configured for two purposes: each FIFO has one purpose and one reader.
  private GlobalSettings.Fifos unshared(GlobalSettings.Fifos fifos) {
    var vrrp = fifos.vrrp();
    var lvs = fifos.lvs();
    if (sameFile(fifos.all(), vrrp)) {
      say(Which.VRRP, alreadyGlobal(vrrp, "vrrp"));
      vrrp = Optional.empty();
    }
    if (sameFile(fifos.all(), lvs)) {
      say(Which.LVS, alreadyGlobal(lvs, "LVS"));
      lvs = Optional.empty();
    }
    if (sameFile(vrrp, lvs) && vrrp.get().reader().isPresent() && lvs.get().reader().isPresent()) {
      say(
          Which.LVS,
          "LVS notify FIFO and vrrp FIFO are the same both with scripts - ignoring LVS FIFO"
              + " script");
      lvs = lvs.map(f -> new Fifo(f.path(), f.owner(), Optional.empty()));
    }
    return new GlobalSettings.Fifos(fifos.all(), vrrp, lvs, fifos.writeVrrpStatesOnReload());
  }

  private static boolean sameFile(Optional<Fifo> one, Optional<Fifo> other) {
    return one.isPresent() && one.map(Fifo::path).equals(other.map(Fifo::path));
  }

  private static String alreadyGlobal(Optional<Fifo> fifo, String kind) {
    return "notify FIFO "
        + fifo.map(Fifo::path).orElse("")
        + " has been specified for global and "
        + kind
        + " FIFO - ignoring "
        + kind
        + " FIFO";
  }

  private void say(Which which, String text) {
    ports.journal().log(which.part, Level.WARNING, text);
  }

  private void open(Which which, Fifo fifo, int umask, ScriptBook book) {
    var owner = book.owner(fifo.owner());
    if (owner.isEmpty()) {
      String who =
          fifo.owner().isPresent() ? "Invalid user/group for " : "Failed to set default user for ";
      say(which, who + which.word + " fifo " + fifo.path() + " - ignoring");
      return;
    }
    var place =
        new NotifyFifo.Place(
            which.part, which.word, Path.of(fifo.path()), MODE & ~umask, owner.get());
    NotifyFifo.open(place, ports.journal(), ports.counts())
        .ifPresent(
            pipe -> {
              var reader =
                  fifo.reader()
                      .flatMap(book::program)
                      .map(program -> FifoReader.start(place, program, book, ports));
              open.put(which, new Open(fifo, pipe, reader));
            });
  }

  /// Closes a FIFO at a reload; its path may be opened again at once.
  private void close(Which which) {
    var closed = open.remove(which);
    closed.pipe().close();
    retire(closed, () -> {});
  }

  /// Closes a FIFO at stop. The file stays until its reader has ended, so that the reader can clean
  /// up.
  private void closeAtStop(Which which) {
    var closed = open.remove(which);
    closed.pipe().end();
    if (closed.reader().isPresent()) {
      retire(closed, closed.pipe()::remove);
    } else {
      closed.pipe().remove();
    }
  }

  private void retire(Open closed, Runnable then) {
    retired.removeIf(r -> !r.isRunning());
    closed.reader().ifPresent(reader -> reader.retire(then));
    closed.reader().ifPresent(retired::add);
  }

  void write(Part from, String line) {
    for (var which : Which.values()) {
      if (which.takes(from) && open.containsKey(which)) {
        open.get(which).pipe().write(line);
      }
    }
  }

  /// The stop begins: as in the original, readers are signalled to end before the last lines are
  /// written.
  void stopping() {
    open.values().forEach(each -> each.reader().ifPresent(FifoReader::dismiss));
  }

  void stop() {
    List.copyOf(open.keySet()).forEach(this::closeAtStop);
  }

  boolean isIdle() {
    return retired.stream().noneMatch(FifoReader::isRunning);
  }
}
