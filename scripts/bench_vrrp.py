"""Shared by the measurements of VRRP: hosts made of namespaces, programs on them, and the wire."""
import contextlib
import ctypes
import math
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time

from bench_process import processor, resident, tree

ORIGINAL = '/usr/sbin/keepalived'
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OURS = os.path.join(HERE, 'daemon/target/dist/bin/keepalived')
SO_TIMESTAMPNS = 35
ETH_P_ALL = 3
VRRP = 112
ADDRESS = '10.0.9.9'
# By default the kernel kills the original after 10 ms of work without blocking, which happens on a
# busy machine; our minimum is two seconds.
REAL_TIME = 'vrrp_rt_priority {}\n    vrrp_rlimit_rttime 2000000'
LIBC = ctypes.CDLL(None, use_errno=True)


def isolate(script):
    """Runs the script again in new namespaces; returns if it already runs in them."""
    if os.geteuid() != 0:
        sys.exit('bench: needs root, to make namespaces')
    if os.environ.get('BENCH_INSIDE'):
        os.makedirs('/run/tmp')
        os.environ['TMPDIR'] = '/run/tmp'
        return
    os.environ['BENCH_INSIDE'] = '1'
    os.execvp('unshare', [
        'unshare', '--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child=KILL',
        'sh', '-c', 'mount -t sysfs s /sys; mount -t tmpfs t /run; exec "$@"', 'sh',
        sys.executable, os.path.abspath(script)] + sys.argv[1:])


def programs(ours=(OURS,)):
    """The programs to measure, by name: builds of ours, in turns, and the original."""
    found = {f'{number or ""}ours': build for number, build in enumerate(ours)}
    if os.access(ORIGINAL, os.X_OK):
        found['original'] = ORIGINAL
    else:
        print(f'{ORIGINAL} is not installed: nothing to compare with')
    return found


def run(line):
    subprocess.run(line.split(), check=True, stdout=subprocess.DEVNULL)


def ticks():
    """(all, stolen) processor time of this machine since it started."""
    with open('/proc/stat') as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    return sum(fields), fields[7]


BEGAN = ticks()


def conditions():
    with open('/proc/loadavg') as file:
        load = ' '.join(file.read().split()[:3])
    spent, stolen = (now - then for now, then in zip(ticks(), BEGAN))
    share = 100 * stolen / max(1, spent)
    return f'{os.cpu_count()} processors, load {load} at the end, {share:.1f} % stolen'


def percentile(values, share):
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)] if ordered else math.nan


def one_router(priority, interval, real_time):
    """A file with one virtual router on e0, which holds 10.0.9.9; real_time 0 leaves that out."""
    return f'''global_defs {{
    router_id bench
    {REAL_TIME.format(real_time) if real_time else ''}
}}
vrrp_instance V {{
    interface e0
    virtual_router_id 7
    version 3
    priority {priority}
    advert_int {interval}
    virtual_ipaddress {{
        {ADDRESS}/16
    }}
}}
'''


def pair(name, cables=1):
    """Two hosts, joined by cables: interface eN of each holds 10.N.0.1 or 10.N.0.2."""
    hosts = [f'{name}-{side}' for side in 'ab']
    for host in hosts:
        run(f'ip netns add {host}')
        run(f'ip -n {host} link set lo up')
    for number in range(cables):
        run(f'ip -n {hosts[0]} link add e{number} type veth peer name e{number} netns {hosts[1]}')
        for side, host in enumerate(hosts):
            run(f'ip -n {host} addr add 10.{number}.0.{side + 1}/16 dev e{number}')
            run(f'ip -n {host} link set e{number} up')
    return hosts


def ready(wires, until):
    """The wires that have frames to read, at the deadline at the latest; none after it."""
    return select.select(wires, [], [], max(0, until - time.monotonic()))[0]


class Daemon:
    """A program on a host. Its output goes to a file."""

    def __init__(self, host, program, configuration):
        self.host, self.program = host, program
        self.base = f'/run/{host}'
        self.process = None
        with open(self.base + '.conf', 'w') as file:
            file.write(configuration)
        open(self.base + '.log', 'w').close()

    def start(self):
        with open(self.base + '.log', 'a') as log:
            self.process = subprocess.Popen(
                ['ip', 'netns', 'exec', self.host, self.program, '-n', '-l', '-D',
                 '-f', self.base + '.conf', '-p', self.base + '.pid',
                 '-r', self.base + '.vrrp.pid', '-c', self.base + '.check.pid'],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        return self

    def said(self):
        with open(self.base + '.log') as file:
            return file.read()

    def wait(self, met, what, patience=60):
        """Waits until `met` holds for the output so far."""
        end = time.monotonic() + patience
        while not met(self.said()):
            if time.monotonic() > end or self.process.poll() is not None:
                sys.exit(f'bench: {self.host}: waited in vain for {what}:\n{self.said()[-2000:]}')
            time.sleep(0.02)

    def crash(self):
        whole = tree(self.process.pid)
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # Reaps its children, as no other process does; the original takes a zombie for a running daemon.
        for pid in whole[1:]:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def processor(self):
        """Processor time so far, in seconds."""
        return processor(tree(self.process.pid))

    def memory(self):
        """Resident memory, in MiB."""
        return resident(tree(self.process.pid))


def in_namespace(host, body):
    """Calls body in the host's network; a socket made there stays there."""
    home = os.open('/proc/self/ns/net', os.O_RDONLY)
    there = os.open(f'/run/netns/{host}', os.O_RDONLY)
    try:
        if LIBC.setns(there, 0):
            raise OSError(ctypes.get_errno(), f'setns {host}')
        return body()
    finally:
        LIBC.setns(home, 0)
        os.close(there)
        os.close(home)


class Wire:
    """The frames on an interface of a host, in both directions, with the kernel's timestamps."""

    def __init__(self, host, interface):
        self.socket = in_namespace(host, lambda: self.open(interface))

    @staticmethod
    def open(interface):
        opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        opened.bind((interface, ETH_P_ALL))
        opened.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        opened.setsockopt(socket.SOL_SOCKET, 33, 8 << 20)  # SO_RCVBUFFORCE
        opened.setblocking(False)
        return opened

    def fileno(self):
        return self.socket.fileno()

    def frames(self):
        """(seconds, sent by this host, bytes) of each received frame."""
        while True:
            try:
                data, control, _, sender = self.socket.recvmsg(2048, 256)
            except BlockingIOError:
                return
            stamp = next(c for _, kind, c in control if kind == SO_TIMESTAMPNS)
            seconds, nanos = struct.unpack('qq', stamp[:16])
            yield seconds + nanos / 1e9, sender[2] == socket.PACKET_OUTGOING, data

    def adverts(self):
        """(seconds, sent by this host, VRID, priority) of each received advert."""
        for when, ours, data in self.frames():
            advert = read_advert(data)
            if advert:
                yield when, ours, *advert


def read_advert(frame):
    """(VRID, priority) of an IPv4 advert; None for other frames."""
    if frame[12:14] != b'\x08\x00' or frame[23] != VRRP:
        return None
    header = 14 + 4 * (frame[14] & 15)
    return frame[header + 1], frame[header + 2]


def read_gratuitous(frame):
    """The address that a gratuitous ARP announces, or None."""
    announces = frame[12:14] == b'\x08\x06' and frame[28:32] == frame[38:42]
    return socket.inet_ntoa(frame[28:32]) if announces else None


class Busy:
    """A busy loop on each processor, with ordinary priority."""

    def __init__(self):
        self.loops = [subprocess.Popen(['sh', '-c', 'while :; do :; done'])
                      for _ in range(os.cpu_count())]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for loop in self.loops:
            loop.kill()
            loop.wait()
