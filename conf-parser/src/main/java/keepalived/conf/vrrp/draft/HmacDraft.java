package keepalived.conf.vrrp.draft;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.tree.Word;
import keepalived.core.config.VrrpInstance.Authentication.AntiReplay;
import keepalived.core.config.VrrpInstance.Authentication.Hmac;
import keepalived.core.config.VrrpInstance.Authentication.Mode;
import keepalived.core.config.VrrpInstance.Authentication.Secret;

/// An `auth_hmac` block during reading.
public final class HmacDraft {

  private static final int KEY_MIN = 32;
  private static final int KEY_MAX = 64;
  private static final int FILE_MAX = 4096;

  static final Keywords<HmacDraft> KEYWORDS =
      Keywords.<HmacDraft>of("vrrp_instance/auth_hmac")
          .custom("key", HmacDraft::key)
          .integer("active_key", 1, 255, (d, v) -> d.active = OptionalInt.of((int) v))
          .integer("time_window", 1, 300, (d, v) -> d.window = Optional.of(Duration.ofSeconds(v)))
          .custom("anti_replay", HmacDraft::antiReplay)
          .custom("mode", HmacDraft::mode);

  private final SortedMap<Integer, Secret> keys = new TreeMap<>();
  private OptionalInt active = OptionalInt.empty();
  private Optional<Duration> window = Optional.empty();
  private AntiReplay antiReplay = AntiReplay.TIME;
  private Mode mode = Mode.ENFORCE;

  private static void key(HmacDraft d, Args args) {
    var id = args.required().flatMap(w -> args.integer(w, 1, 255));
    var text = args.required();
    if (id.isEmpty() || text.isEmpty()) {
      return;
    }
    var bytes = bytes(args, text.get());
    if (bytes.isEmpty()) {
      return;
    }
    int length = bytes.get().length;
    if (length < KEY_MIN || length > KEY_MAX) {
      args.report(
          Code.WORD_INVALID,
          text.get(),
          "a key has " + KEY_MIN + " to " + KEY_MAX + " bytes, this one has " + length);
      return;
    }
    d.keys.put(id.get().intValue(), Secret.of(bytes.get()));
  }

  private static Optional<byte[]> bytes(Args args, Word word) {
    String text = word.text();
    try {
      if (text.startsWith("hex:")) {
        return Optional.of(HexFormat.of().parseHex(text.substring(4)));
      }
      if (text.startsWith("file:")) {
        return Optional.of(file(Path.of(text.substring(5))));
      }
      return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notHex) {
      args.report(Code.WORD_INVALID, word, "what follows hex: is not hexadecimal");
    } catch (IOException unreadable) {
      args.report(Code.WORD_INVALID, word, "the key file cannot be read");
    }
    return Optional.empty();
  }

  /// Reads a key file. Only regular files are opened, because opening a FIFO could wait forever.
  private static byte[] file(Path path) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) > FILE_MAX) {
      throw new IOException("not a key file");
    }
    return Files.readString(path).strip().getBytes(StandardCharsets.UTF_8);
  }

  private static void antiReplay(HmacDraft d, Args args) {
    var word = args.required();
    switch (word.map(Word::text).orElse("time")) {
      case "time" -> d.antiReplay = AntiReplay.TIME;
      case "monotonic" -> d.antiReplay = AntiReplay.MONOTONIC;
      default ->
          args.report(
              Code.WORD_INVALID,
              word.orElseThrow(),
              "'" + word.get() + "' is not time or monotonic");
    }
  }

  private static void mode(HmacDraft d, Args args) {
    var word = args.required();
    switch (word.map(Word::text).orElse("enforce")) {
      case "enforce" -> d.mode = Mode.ENFORCE;
      case "permissive" -> d.mode = Mode.PERMISSIVE;
      case "receive-only" -> d.mode = Mode.RECEIVE_ONLY;
      default ->
          args.report(
              Code.WORD_INVALID,
              word.orElseThrow(),
              "'" + word.get() + "' is not enforce, permissive or receive-only");
    }
  }

  static void close(InstanceDraft instance, HmacDraft d, Args args) {
    if (d.keys.isEmpty()) {
      args.report(Code.INCOMPLETE, "auth_hmac has no usable key; it is ignored");
      return;
    }
    int id = d.active.orElse(d.keys.firstKey());
    if (!d.keys.containsKey(id)) {
      args.report(
          Code.UNDEFINED_NAME, "active_key " + id + " is not among the keys; auth_hmac is ignored");
      return;
    }
    long adverts = Math.ceilDiv(3 * instance.advertInterval.toMillis(), 1000);
    var standard = Duration.ofSeconds(Math.clamp(adverts, 5, 300));
    instance.hmac =
        Optional.of(new Hmac(d.keys, id, d.window.orElse(standard), d.antiReplay, d.mode));
  }
}
