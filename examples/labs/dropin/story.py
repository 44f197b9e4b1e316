"""One configuration, run by one program, as the only daemon of a machine made of namespaces.

    story.py CONFIGURATION RESULT COMMAND...

Is the first process of namespaces of its own (network, processes, mounts, host name), which drive.py makes. Writes below
the directory RESULT: `trace` (what the machine had while it ran, after a reload, after the stop, in sections), `log`,
`heard` (frames), `served`, `calls`, `environments`, `fifos`.
"""
import glob
import os
import re
import select
import signal
import stat
import subprocess
import sys
import time

import surroundings
from surroundings import run

STATE = r'''
echo '## addresses'
ip -o addr show | sed -E 's/^[0-9]+: //; s/@[a-zA-Z0-9.-]+//; s/\\//g; s/ +/ /g; s/ (valid_lft|preferred_lft) [0-9]+sec//g'
echo '## links'
ip -d -o link show | sed -E 's/^[0-9]+: //; s/@if[0-9]+//; s/link-netnsid [0-9]+//; s/\\//g; s/ +/ /g; s/ index [0-9]+//; s/ permaddr [0-9a-f:]+//'
echo '## routes'
ip -4 route show table all | grep -vE '^(broadcast|local) ' | sort
ip -6 route show table all | grep -vE '^(anycast|multicast|local) |^fe80::/64' | sed -E 's/ expires [0-9]+sec//' | sort
echo '## rules'
ip -4 rule show; ip -6 rule show
echo '## virtual servers'
[ ! -e /proc/net/ip_vs ] || { ipvsadm -Sn; ipvsadm -Ln --daemon; ipvsadm -Ln --timeout; }
echo '## firewall'
nft list ruleset 2>&1
echo '## sysctls'
cd /proc/sys/net
grep -sH . ipv4/conf/*/{arp_ignore,arp_filter,arp_announce,accept_local,rp_filter,promote_secondaries,forwarding} \
  ipv6/conf/*/{disable_ipv6,accept_ra,autoconf,addr_gen_mode,forwarding} ipv4/igmp_link_local_mcast_reports ipv4/vs/*
echo '## memberships'
ip -o maddr show | sed -E 's/^[0-9]+: //; s/\\//g; s/[[:space:]]+/ /g' | grep -E '224\.0\.0\.18|ff02::12|224\.0\.0\.81' | sed 's/ users [0-9]*//' | sort
'''


class Machine:

    def __init__(self, configuration, result):
        with open(configuration, encoding='utf-8', errors='surrogateescape') as file:
            self.text = file.read()
        self.result = result
        self.root = '/run/root'
        self.fifos = {}
        self.lines = {}

    def build(self):
        run('hostname', 'vm')
        run('mount', '--make-rprivate', '/')
        run('mount', '-t', 'sysfs', 'sysfs', '/sys')
        run('mount', '-t', 'tmpfs', 'tmpfs', '/run')
        for name in ('upper', 'work', 'root'):
            os.makedirs(f'/run/{name}')
        run('mount', '-t', 'overlay', 'overlay', '-o', 'lowerdir=/,upperdir=/run/upper,workdir=/run/work', self.root)
        for kind, name in (('proc', 'proc'), ('sysfs', 'sys'), ('tmpfs', 'tmp'), ('tmpfs', 'run'), ('tmpfs', 'dev')):
            run('mount', '-t', kind, kind, f'{self.root}/{name}')
        for name in ('null', 'zero', 'random', 'urandom'):
            device = os.stat(f'/dev/{name}')
            os.mknod(f'{self.root}/dev/{name}', 0o666 | stat.S_IFCHR, device.st_rdev)
            os.chmod(f'{self.root}/dev/{name}', 0o666)
        os.chmod(f'{self.root}/tmp', 0o1777)
        # Programs in directories that are now hidden must still be found.
        home = os.path.dirname(os.path.dirname(os.path.realpath(sys.argv[3])))
        if not os.path.exists(self.root + home):
            os.makedirs(self.root + home)
            run('mount', '--bind', home, self.root + home)
        run('ip', 'link', 'set', 'lo', 'up')
        run('sysctl', '-qw', 'net.ipv6.conf.default.accept_dad=0', 'net.ipv6.conf.all.accept_dad=0')
        surroundings.network(self.text)
        # Named namespaces are below /run.
        os.makedirs(f'{self.root}/run/netns', exist_ok=True)
        run('mount', '--rbind', '/run/netns', f'{self.root}/run/netns')

    def furnish(self, status):
        """Files: the configuration, scripts, and a resolver that refuses at once."""
        told = f'{self.root}/run/told'
        os.makedirs(told)
        os.chmod(told, 0o777)
        with open(f'{told}/calls', 'w') as calls:
            os.chmod(calls.name, 0o666)
        with open(f'{self.root}/etc/resolv.conf', 'w') as file:
            file.write('nameserver 127.0.0.1\n')
        run('rm', '-rf', f'{self.root}/etc/keepalived')
        os.makedirs(f'{self.root}/etc/keepalived')
        with open(f'{self.root}/etc/keepalived/keepalived.conf', 'w', encoding='utf-8', errors='surrogateescape') as file:
            file.write(self.text)
        surroundings.scripts(self.text, self.root, status)

    def listen(self):
        subprocess.Popen(['ip', 'netns', 'exec', 'far', sys.executable, os.path.join(os.path.dirname(__file__), 'far.py'),
                          f'{self.result}/heard', f'{self.result}/served'], stderr=open(f'{self.result}/far', 'w'))
        wait(lambda: 'LISTEN' in run('ip', 'netns', 'exec', 'far', 'ss', '-Hltn', check=False), 20)

    def start(self, command):
        """Starts the daemon, with the same environment and umask for both."""
        self.log = f'{self.result}/log'
        self.daemon = subprocess.Popen(
            ['chroot', self.root, *command, '-n', '-l', '-D', '-f', '/etc/keepalived/keepalived.conf'], cwd='/',
            env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'HOME': '/root', 'LANG': 'C.UTF-8'}, umask=0o022,
            stdin=subprocess.DEVNULL, stdout=open(self.log, 'w'), stderr=subprocess.STDOUT)

    def logged(self, text):
        with open(self.log, errors='replace') as file:
            return file.read().count(text)

    def begun(self):
        return self.logged('Startup complete') or self.logged('no configuration to run')

    def drain(self):
        """Reads the FIFOs that the file names and the daemon has made."""
        for name in set(re.findall(r'fifo\s+"?(/[^\s"]+)', self.text)) - set(self.fifos):
            path = self.root + name
            if os.path.exists(path) and stat.S_ISFIFO(os.stat(path).st_mode):
                self.fifos[name] = os.open(path, os.O_RDWR | os.O_NONBLOCK)
                self.lines[name] = b''
        while ready := select.select(list(self.fifos.values()), [], [], 0)[0]:
            for name, descriptor in self.fifos.items():
                if descriptor in ready:
                    self.lines[name] += os.read(descriptor, 65536)

    def rest(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.daemon.poll() is None:
            self.drain()
            time.sleep(0.1)
        self.drain()

    def note(self, trace, moment):
        print(f'# {moment}', file=trace)
        print(run('bash', '-c', STATE, check=False), file=trace)
        for space in surroundings.namespaces(self.text):
            print(f'## in {space}', file=trace)
            print(run('ip', 'netns', 'exec', space, 'bash', '-c', STATE, check=False).replace('## ', f'## {space} '), file=trace)

    def keep(self):
        told = f'{self.root}/run/told'
        with open(f'{told}/calls', 'rb') as read, open(f'{self.result}/calls', 'wb') as written:
            written.write(read.read())
        with open(f'{self.result}/environments', 'w') as written:
            for path in sorted(glob.glob(f'{told}/environment-*')):
                with open(path, errors='replace') as read:
                    for line in sorted(set(read.read().splitlines())):
                        if not re.match('(PWD|SHLVL|OLDPWD|_)=', line):
                            print(os.path.basename(path), line, file=written)
        with open(f'{self.result}/fifos', 'wb') as file:
            for name, lines in sorted(self.lines.items()):
                file.write(f'# {name}\n'.encode() + lines)


def wait(condition, seconds):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)


def patience(text):
    """Seconds until the state has settled: a backup's master-down time and some more."""
    intervals = [float(found) for found in re.findall(r'^\s*advert_int\s+([\d.]+)', text, re.M)] or [1]
    delays = [float(found) for found in re.findall(r'^\s*(?:vrrp_)?startup_delay\s+([\d.]+)', text, re.M)] or [0]
    return min(30, max(10, 4 * max(intervals) + 7) + max(delays))


def stamp(trace, what):
    print(f'@ {what} {time.time():.3f}', file=trace, flush=True)


def play(machine, trace):
    machine.note(trace, 'before')
    machine.before = lines('ip', '-o', 'addr')
    stamp(trace, 'started')
    machine.start(sys.argv[3:])
    wait(lambda: machine.daemon.poll() is not None or machine.begun(), 60)
    machine.rest(patience(machine.text))
    if machine.daemon.poll() is None:
        machine.note(trace, 'running')
        stamp(trace, 'reloaded')
        machine.daemon.send_signal(signal.SIGHUP)
        machine.rest(4)
        machine.note(trace, 'reloaded')
        if os.environ.get('DRIVE_CHURN') == 'yes':
            stamp(trace, 'disturbed')
            disturb(machine)
            machine.note(trace, 'disturbed')
    stamp(trace, 'stopped')
    if machine.daemon.poll() is None:
        machine.daemon.send_signal(signal.SIGTERM)
        wait(lambda: machine.daemon.poll() is not None, 40)
    machine.rest(0.1)
    time.sleep(1)
    machine.drain()
    print(f'# exit status {machine.daemon.poll()}', file=trace)
    machine.note(trace, 'stopped')


def lines(*command):
    return run(*command, check=False).splitlines()


def disturb(machine):
    """Changes by the host to its network, and by an operator to the file, in an order that depends on the file."""
    names = surroundings.interfaces(machine.text)
    own = {line.split()[3] for line in machine.before}
    for line in lines('ip', '-o', 'addr'):
        _, link, _, address = line.split()[:4]
        if address not in own and link in names and ' link ' not in line:
            run('ip', 'addr', 'del', address, 'dev', link, check=False)
    for route in lines('ip', 'route', 'show', 'table', 'all', 'proto', 'keepalived'):
        run('ip', 'route', 'del', *route.split()[:1], check=False)
    machine.rest(3)
    for name in names:
        number = surroundings.numbers(machine.text)[name]
        run('ip', 'addr', 'del', f'10.250.{number}.1/24', 'dev', name, check=False)
        machine.rest(0.5)
        run('ip', 'addr', 'add', f'10.250.{number}.1/24', 'dev', name, check=False)
    machine.rest(3)
    mistype(machine)
    run('ip', 'link', 'add', 'churn0', 'type', 'bridge')
    run('ip', 'link', 'set', 'churn0', 'name', 'churn1')
    run('ip', 'link', 'del', 'churn1')
    for name in names:
        run('ip', 'link', 'set', name, 'down')
        machine.rest(1)
        run('ip', 'link', 'set', name, 'up')
    machine.rest(patience(machine.text))


def mistype(machine):
    """A reload of the file with a mistake, then of the right one."""
    path = f'{machine.root}/etc/keepalived/keepalived.conf'
    for text in (machine.text.replace('virtual_ipaddress', 'virtual_ipadress', 1), machine.text):
        with open(path, 'w', encoding='utf-8', errors='surrogateescape') as file:
            file.write(text)
        machine.daemon.send_signal(signal.SIGHUP)
        machine.rest(4)


def main():
    machine = Machine(sys.argv[1], sys.argv[2])
    machine.build()
    machine.furnish(int(os.environ.get('DRIVE_STATUS', '0')))
    machine.listen()
    with open(f'{machine.result}/trace', 'w') as trace:
        play(machine, trace)
    machine.keep()
    # Ends the namespace of processes, with everything in it.
    os._exit(0)


main()
