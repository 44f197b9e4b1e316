#!/usr/bin/env python3
"""The configurations of this lab, and reloads with them.

reload.py write FILE               50 instances, 500 services
reload.py change FILE              the same with one other priority and one other weight
reload.py storm FILE COUNT SEED    COUNT reloads with random edits; prints what the daemon takes of
                                   memory, descriptors and threads, and whether the kernel's tables
                                   are what the last file says
"""
import os
import random
import re
import signal
import subprocess
import sys
import time

LOG = "/run/director.log"
SERVERS = ("10.3.0.11", "10.3.0.12")


class Model:
    """The content of a file."""

    def __init__(self):
        self.instances = {n: {"priority": 100, "addresses": [f"10.1.1.{n}"]} for n in range(1, 51)}
        self.services = {(n, 8000 + s): {"delay": 5, "weights": {r: 1 for r in SERVERS}}
                         for n in range(1, 51) for s in range(10)}

    def write(self, path, flaw=""):
        text = ["global_defs {\n router_id R\n}\n"]
        for number, it in sorted(self.instances.items()):
            addresses = "\n  ".join(it["addresses"])
            text.append(f"vrrp_instance VI_{number} {{\n interface eth0\n virtual_router_id {number}\n"
                        f" priority {it['priority']}\n advert_int 1\n virtual_ipaddress {{\n  {addresses}\n }}\n}}\n")
        for (number, port), it in sorted(self.services.items()):
            text.append(f"virtual_server 10.1.1.{number} {port} {{\n delay_loop {it['delay']}\n lb_algo wrr\n"
                        " lb_kind NAT\n protocol TCP\n")
            for server, weight in sorted(it["weights"].items()):
                text.append(f" real_server {server} 80 {{\n  weight {weight}\n  TCP_CHECK {{\n"
                            "   connect_timeout 3\n  }\n }\n")
            text.append("}\n")
        with open(path + ".new", "w") as file:
            file.write("".join(text) + flaw)
        os.rename(path + ".new", path)

    def table(self):
        return {f"10.1.1.{n}:{port}": {f"{r}:80": w for r, w in it["weights"].items()}
                for (n, port), it in self.services.items()}

    def addresses(self):
        return {a for it in self.instances.values() for a in it["addresses"]}

    def edit(self, dice):
        """One random change; the first five addresses and their services stay."""
        number = dice.randrange(6, 51)
        port = 8000 + dice.randrange(10)
        service = self.services.get((number, port))
        kind = dice.randrange(7)
        if kind == 0:
            self.instances[number]["priority"] = dice.randrange(60, 151)
        elif kind == 1:
            extra = f"10.1.3.{number}"
            mine = self.instances[number]["addresses"]
            mine.remove(extra) if extra in mine else mine.append(extra)
        elif kind == 2:
            other = 100 + number
            if self.instances.pop(other, None) is None:
                self.instances[other] = {"priority": 50, "addresses": [f"10.1.4.{number}"]}
        elif service is None:
            self.services[number, port] = {"delay": 5, "weights": {r: 1 for r in SERVERS}}
        elif kind == 3:
            del self.services[number, port]
        elif kind == 4:
            server = dice.choice(SERVERS)
            if server in service["weights"] and len(service["weights"]) == 2:
                del service["weights"][server]
            else:
                service["weights"][server] = 1
        elif kind == 5:
            service["weights"][dice.choice(list(service["weights"]))] = dice.randrange(1, 9)
        else:
            service["delay"] = dice.randrange(3, 9)


def director(*command):
    return subprocess.run(["ip", "netns", "exec", "director", *command], check=True,
                          capture_output=True, text=True).stdout


def logged():
    with open(LOG) as file:
        text = file.read()
    return text.count("Reload complete"), text.count("the running one is kept")


def reload(pid, refused):
    before = logged()
    os.kill(pid, signal.SIGHUP)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        now = logged()
        if now[refused] > before[refused]:
            assert now[1 - refused] == before[1 - refused], "the other outcome was told"
            return
        time.sleep(0.05)
    raise SystemExit("FAILED  a reload did not end")


def taken(pid):
    with open(f"/proc/{pid}/status") as file:
        status = file.read()
    memory = int(re.search(r"VmRSS:\s*(\d+)", status)[1])
    threads = int(re.search(r"Threads:\s*(\d+)", status)[1])
    return memory, len(os.listdir(f"/proc/{pid}/fd")), threads


def rested(pid):
    """Waits for the daemon's heap check, each ten seconds; returns how long that took."""
    time.sleep(12)
    return taken(pid), 12


def kernel_table():
    table = {}
    for line in director("ipvsadm", "-Sn").splitlines():
        words = line.split()
        if words[0] == "-A":
            table[words[2]] = {}
        else:
            table[words[2]][words[4]] = int(words[7])
    return table


def kernel_addresses():
    return set(re.findall(r" inet (10\.1\.[134]\.\d+)/", director("ip", "-o", "address", "show", "dev", "eth0")))


def until(what, condition):
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            print("FAILED ", what)
            return False
        time.sleep(0.5)
    print("ok     ", what)
    return True


def storm(path, count, seed):
    print(f"reloads: {count}, seed {seed}", flush=True)
    dice, model = random.Random(seed), Model()
    with open("/run/director.pid") as file:
        pid = int(file.read())
    began, settled = time.monotonic(), None
    for number in range(1, count + 1):
        for _ in range(dice.randrange(1, 6)):
            model.edit(dice)
        bad = number % 20 == 0
        model.write(path, "vrrp_instance X {\n virtual_router_id\n}\n" if bad else "")
        reload(pid, refused=bad)
        if number == count // 4:
            settled, paused = rested(pid)
            began += paused
    model.write(path)
    reload(pid, refused=False)
    each = (time.monotonic() - began) / count
    ok = until("the table is what the last file says", lambda: kernel_table() == model.table())
    ok &= until("and so are the addresses", lambda: kernel_addresses() == model.addresses())
    last, _ = rested(pid)
    print(f"{each:.2f} s a reload; memory, descriptors, threads: {settled} after a quarter, {last} at the end")
    grown = last[0] - settled[0] > 32 * 1024 or last[1] > settled[1] + 2 or last[2] > settled[2] + 2
    print("FAILED  it grows" if grown else "ok      nothing grows")
    return ok and not grown


if sys.argv[1] == "storm":
    sys.exit(0 if storm(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])) else 1)
first = Model()
if sys.argv[1] == "change":
    first.instances[7]["priority"] = 90
    first.services[3, 8002]["weights"][SERVERS[1]] = 3
first.write(sys.argv[2])
