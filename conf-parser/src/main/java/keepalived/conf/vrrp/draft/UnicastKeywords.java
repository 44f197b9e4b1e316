package keepalived.conf.vrrp.draft;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.conf.tree.Word;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.VrrpInstance.Transport.Peer;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// The keywords for the source and the destinations of adverts.
final class UnicastKeywords {

  private UnicastKeywords() {}

  static void add(Keywords<InstanceDraft> table) {
    table
        .custom("mcast_src_ip", source(false))
        .custom("unicast_src_ip", source(true))
        .custom("mcast_dst_ip", UnicastKeywords::group)
        .entries("unicast_peer", UnicastKeywords::peer, (d, args) -> unicast(d, args))
        .flag("unicast_fault_no_peer", d -> d.faultWithoutPeer = true)
        .custom(
            "check_unicast_src",
            (d, args) -> {
              unicast(d, args);
              d.checkSource = Optional.of(true);
            })
        .custom("unicast_ttl", UnicastKeywords::ttl)
        .custom("old_unicast_checksum", UnicastKeywords::oldChecksum);
  }

  private static void unicast(InstanceDraft d, Args args) {
    if (d.unicast.isEmpty()) {
      d.unicast = Optional.of(args.place());
    }
  }

  private static Action<InstanceDraft> source(boolean unicast) {
    return (d, args) -> {
      var word = args.required();
      if (unicast) {
        unicast(d, args);
      }
      address(d, args, word, (draft, a) -> draft.source = Optional.of(a));
    };
  }

  private static void address(
      InstanceDraft d,
      Args args,
      Optional<Word> word,
      BiConsumer<InstanceDraft, IpAddress> setter) {
    var address = word.flatMap(args::hostAddress);
    if (address.isEmpty()) {
      return;
    }
    Family family = address.get().family();
    if (d.family.isPresent() && d.family.get() != family) {
      args.add(
          new Diagnostic(
                  Code.DROPPED,
                  args.place(word.get()),
                  word.get() + " is " + family + ", but the instance is " + d.family.get())
              .because("it is ignored"));
      return;
    }
    d.family = Optional.of(family);
    setter.accept(d, address.get());
  }

  private static void group(InstanceDraft d, Args args) {
    var word = args.required();
    address(
        d,
        args,
        word,
        (draft, a) -> {
          if (a.isMulticast()) {
            draft.group = Optional.of(a);
          } else {
            args.report(
                Code.ADDRESS_INVALID, word.get(), word.get() + " is not a multicast address");
          }
        });
  }

  private static void peer(InstanceDraft d, Args args) {
    var word = args.word();
    int[] ttl = {0, 255};
    boolean[] limited = {false};
    address(
        d,
        args,
        word,
        (draft, a) -> {
          while (args.hasNext()) {
            limited[0] |= limit(args, ttl);
          }
          if (ttl[0] > ttl[1]) {
            args.add(
                new Diagnostic(
                        Code.CONFLICT,
                        args.place(word.get()),
                        "min_ttl " + ttl[0] + " is above max_ttl " + ttl[1] + " of peer " + a)
                    .severity(Severity.ERROR)
                    .because("all adverts of this peer are discarded")
                    .fix("write the smaller number after min_ttl")
                    .original(
                        "(%s) min_ttl %d > max_ttl %d - all packets will be discarded"
                            .formatted(d.name, ttl[0], ttl[1])));
          }
          draft.peers.add(new Peer(a, ttl[0], ttl[1]));
          if (limited[0] && draft.checkSource.isEmpty()) {
            draft.checkSource = Optional.of(true);
          }
        });
    args.rest();
  }

  private static boolean limit(Args args, int[] ttl) {
    Word option = args.word().orElseThrow();
    boolean low = option.text().equals("min_ttl");
    if (!low && !option.text().equals("max_ttl")) {
      args.report(Code.WORD_INVALID, option, "'" + option + "' is not min_ttl or max_ttl");
      return false;
    }
    var value = args.word(Missing.COMPLAINT).flatMap(w -> args.integer(w, 0, 255));
    value.ifPresent(v -> ttl[low ? 0 : 1] = v.intValue());
    return value.isPresent();
  }

  private static void ttl(InstanceDraft d, Args args) {
    args.required()
        .flatMap(w -> args.integer(w, 0, 255))
        .ifPresent(
            v -> {
              d.unicastTtl = OptionalInt.of(v.intValue());
              d.unicastTtlPlace = Optional.of(args.place());
            });
  }

  private static void oldChecksum(InstanceDraft d, Args args) {
    unicast(d, args);
    var word = args.word();
    if (word.isEmpty()) {
      d.options.checksum = Optional.of(ChecksumForm.OLD_UNICAST);
    } else if (word.get().text().equals("never")) {
      d.options.checksum = Optional.of(ChecksumForm.NEVER_OLD);
    } else {
      args.report(Code.WORD_INVALID, word.get(), "'" + word.get() + "' is not never");
    }
  }
}
