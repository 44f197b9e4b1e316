#!/usr/bin/env python3
"""Summarises a capture in one line.

captured.py wire FILE       priorities that change, ARP for virtual addresses, adverts that come late
captured.py netlink FILE    what was asked of IPVS, and every change of addresses, routes, rules, links
"""
import collections
import struct
import sys

IPVS = {1: "NEW_SERVICE", 2: "SET_SERVICE", 3: "DEL_SERVICE", 5: "NEW_DEST", 6: "SET_DEST",
        7: "DEL_DEST", 9: "NEW_DAEMON", 10: "DEL_DAEMON", 12: "SET_CONFIG", 14: "SET_INFO",
        16: "ZERO", 17: "FLUSH"}
ROUTE = {16: "NEWLINK", 17: "DELLINK", 19: "SETLINK", 20: "NEWADDR", 21: "DELADDR",
         24: "NEWROUTE", 25: "DELROUTE", 32: "NEWRULE", 33: "DELRULE"}
REQUEST, MULTI = 1, 2
CONTROLLER = 0x10


def packets(name):
    with open(name, "rb") as file:
        head = file.read(24)
        scale = 1e9 if head[:4] == b"\x4d\x3c\xb2\xa1" else 1e6
        while record := file.read(16):
            seconds, fraction, length, _ = struct.unpack("<IIII", record)
            yield seconds + fraction / scale, file.read(length)


def wire(name):
    priorities, last, late, arp = {}, {}, set(), set()
    changes = []
    for when, frame in packets(name):
        kind = frame[12:14]
        if kind == b"\x08\x06" and frame[28:31] == b"\x0a\x01\x01":
            arp.add(".".join(map(str, frame[28:32])))
        elif kind == b"\x08\x00" and frame[23] == 112:
            advert = frame[14 + (frame[14] & 15) * 4:]
            router, priority = advert[1], advert[2]
            before = priorities.get(router, priority)
            if before != priority:
                changes.append(f"priority {before} to {priority}: {router}")
            # Two seconds, in a guest whose clock stops while others work.
            if when - last.get(router, when) > 2.5:
                late.add(router)
            priorities[router], last[router] = priority, when
    if len(priorities) != 50:
        changes.append(f"only {len(priorities)} routers heard")
    words = [", ".join(changes) or "no new priority",
             "ARP: " + (" ".join(sorted(arp)) or "none"),
             "late: " + (" ".join(map(str, sorted(late))) or "none")]
    return "; ".join(words)


def messages(frame):
    family, data = struct.unpack(">H", frame[14:16])[0], frame[16:]
    while len(data) >= 16:
        length, kind, flags = struct.unpack("<IHH", data[:8])
        if length < 16:
            return
        yield family, kind, flags, data[16:length]
        data = data[(length + 3) & ~3:]


def netlink(name):
    seen = collections.Counter()
    for _, frame in packets(name):
        for family, kind, flags, payload in messages(frame):
            if family == 16 and kind > CONTROLLER and flags & REQUEST and payload[0] in IPVS:
                seen["IPVS " + IPVS[payload[0]]] += 1
            # Only the kernel's messages, not requests: a comparison requests existing entries.
            elif family == 0 and kind in ROUTE and not flags & (MULTI | REQUEST):
                seen[ROUTE[kind]] += 1
    return ", ".join(f"{what} x{times}" for what, times in sorted(seen.items())) or "nothing"


print((wire if sys.argv[1] == "wire" else netlink)(sys.argv[2]))
