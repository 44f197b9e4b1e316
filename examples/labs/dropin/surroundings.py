"""Finds in the words of a configuration file what it needs: interfaces, network namespaces, scripts."""
import os
import re
import shutil
import subprocess

USUAL = '''eth0 eth1 eth2 eth3 eth4 eth5 eth6 eth7 eth8 eth9 eth10 ens3 ens4 ens18 ens19 ens32 ens33 ens160 ens192 ens224
  enp0s1 enp0s3 enp0s5 enp0s8 enp1s0 enp2s0 enp9s0 enp6s18 eno1 eno2 eno3 em1 em2 bond0 bond1 wlan0 br-lan vmbr0 br0'''.split()
SHELLS = {'sh', 'bash', 'env', 'test', '[', '[[', 'true', 'false', 'echo', 'dash'}
SCRIPT = re.compile(r'(?:notify(?!\w*fifo )\w*|script|misc_path|quorum_up|quorum_down|\w+_script)\s+(.*)')

LOGGER = '''#!/bin/sh
echo "$0 $*" >>/run/told/calls
name=/run/told/environment-${0##*/}
[ -e "$name" ] || env >"$name"
exit %d
'''


def words(text):
    for line in text.splitlines():
        found = re.sub(r'(^|\s)[#!].*', '', line).replace('"', ' ').replace("'", ' ').split()
        if found:
            yield found


def interfaces(text):
    """The interfaces in the file that a machine could have, in the order of their numbers."""
    named, made = set(), set()
    for line in words(text):
        named.update(word for word in line if word in USUAL or re.fullmatch(r'(eth|bond)\d+\.\d+|vlan\d+', word))
        for before, word in zip(line, line[1:]):
            plain = re.fullmatch(r'[a-z][A-Za-z0-9_.-]{1,14}', word) and not word.startswith('lo')
            if before in ('use_vmac', 'use_ipvlan'):
                made.add(word)
            elif plain and before in ('dev', 'interface'):
                named.add(word)
    return sorted((named - made) | {'eth0'}, key=lambda name: (USUAL.index(name) if name in USUAL else 99, name))


def namespaces(text):
    return sorted({line[1] for line in words(text) if line[0] == 'net_namespace' and re.fullmatch(r'\w+', line[1])})


def programs(text):
    """The programs of commands in the file."""
    for match in SCRIPT.finditer('\n'.join(' '.join(line) for line in words(text))):
        rest = match.group(1).split()
        for word in rest[:1] + [each for each in rest[1:] if each.startswith('/') and each.endswith(('.sh', '.py'))]:
            if re.fullmatch(r'[A-Za-z0-9_./-]+', word) and os.path.basename(word) not in SHELLS:
                yield word


def others(text):
    """IPv4 addresses of the machines that the file refers to."""
    peers = re.findall(r'unicast_peer\s*\{([^}]*)\}', text)
    found = re.findall(r'(?:real_server|sorry_server|smtp_server|connect_ip)\s+([\d.]+)', text)
    return sorted({each for each in found + re.findall(r'[\d.]+', ' '.join(peers)) if re.fullmatch(r'(\d+\.){3}\d+', each)})


def run(*command, check=True):
    return subprocess.run(command, check=check, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


def cable(name, number, space=None):
    """An interface, its far end in the namespace `far`."""
    here = ['ip'] + (['-n', space] if space else [])
    end = 'p-' + name[-13:]
    mac = f'02:00:00:00:{len(space or ""):02x}:{number:02x}'
    run(*here, 'link', 'add', name, 'address', mac, 'type', 'veth', 'peer', 'name', end, 'netns', 'far', check=not space)
    run('ip', '-n', 'far', 'addr', 'add', f'10.250.{number}.2/24', 'dev', end)
    run('ip', '-n', 'far', 'link', 'set', end, 'up')
    run(*here, 'addr', 'add', f'10.250.{number}.1/24', 'dev', name)
    run(*here, 'addr', 'add', f'fd00:250:{number}::1/64', 'dev', name, 'nodad')
    run(*here, 'link', 'set', name, 'up')


def numbers(text):
    """The number of each interface, which is part of its addresses."""
    return {name: USUAL.index(name) if name in USUAL else 60 + i for i, name in enumerate(interfaces(text))}


def network(text):
    for space in ['far'] + namespaces(text):
        run('ip', 'netns', 'add', space)
        run('ip', '-n', space, 'link', 'set', 'lo', 'up')
    for setting in ('all', 'default'):
        run('ip', 'netns', 'exec', 'far', 'sysctl', '-qw', f'net.ipv4.conf.{setting}.rp_filter=0',
            f'net.ipv4.conf.{setting}.drop_gratuitous_arp=1')
    names = interfaces(text)
    number = numbers(text)
    for name in names:
        cable(name, number[name])
    for space in namespaces(text):
        for name in names:
            cable(name, number[name] + 100, space)
    home(names)
    own = run('ip', '-o', 'addr')
    for address in others(text):
        if f' {address}/' not in own:
            # The kernel refuses addresses that are not host addresses.
            run('ip', '-n', 'far', 'addr', 'add', f'{address}/32', 'dev', 'lo', check=False)


def home(names):
    run('ip', 'addr', 'add', '192.168.200.10/24', 'dev', 'eth0')
    run('ip', '-n', 'far', 'addr', 'add', '192.168.200.1/24', 'dev', 'p-eth0')
    run('ip', 'route', 'add', 'default', 'via', '192.168.200.1', 'dev', 'eth0')
    if 'eth1' in names:
        run('ip', 'addr', 'add', '192.168.201.10/24', 'dev', 'eth1')
        run('ip', '-n', 'far', 'addr', 'add', '192.168.201.1/24', 'dev', 'p-eth1')


def scripts(text, root, status):
    """Replaces every program that the file calls by one that records its calls, below `root`."""
    for name in set(programs(text)):
        path = name if name.startswith('/') else shutil.which(name)
        if not path or '/..' in path:
            continue
        path = root + os.path.realpath(path)
        if os.path.isdir(path):
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.lexists(path):
            os.unlink(path)
        with open(path, 'w') as file:
            file.write(LOGGER % status)
        os.chmod(path, 0o755)
