"""Compares two results of story.py, except for the deviations in docs/deviations.md."""
import difflib
import re

DATE = re.compile(r'^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}: ')

# Log lines of the original about its internals (processes, sockets, kernel state) and features that we
# lack (SNMP), and lines that depend on timing, such as priorities that scripts change one by one.
INSIDE = re.compile(
    '|'.join(
        [
            r"Starting Keepalived", r"Running on Linux", r"Command line:", r" *'?-", r'Starting \w+ child process',
            r'Reloading$', r'Registering', r'Netlink', r'VRRP sockpool', r'CPU usage', r'Stopped ', r'smtp fd',
            r'Activating BFD', r'mnl_socket_recvfrom', r'Misc script \S+ child .* lost', r'bind unicast_src', r'Assigned address', r'Opening file', r'Configuration file',
            r'\(\S+\) Found matching interface', r'Failed to set/clear process', r'\(\S+\) Changing effective',
            r'NOTICE: setting config', r'Reload finished in', r'IPVS cmd IP_VS_SO_SET_STARTDAEMON', r'Starting SNMP',
            r'Created directory: /var/lib/snmp', r'Warning: Failed to connect to the agentx', r'Remote SMTP server',
            r'use_vmac or no_accept/strict specified, but no firewall',
        ]
    )
)

# Messages about the file, which we word differently (D-012). Other tests compare `-t`.
COMPLAINT = re.compile(
    '|'.join(
        [
            r'\((/\S+ )?Line \d+\) ', r'Non-existent interface specified', r'Script user ', r'Warning - cannot track',
            r'.*"?\w+"? is deprecated, please use', r'.*is very large - ', r'Unknown keyword', r"Unexpected '{'",
            r'WARNING - (invalid|number|interface|script)', r'.*the virtual router id must be set',
            r'.*the first IPv6 VIP address should be link local', r'.*No VIP specified', r'Cannot find script',
            r'Failed to set default user', r'Unable to set default user', r'Script \S+ cannot be accessed',
            r'Configuration specifies interface', r'.*no forwarding method set', r'Invalid virtual server',
            r'.*State MASTER must match', r'.*Strict mode does not', r'Configuration error:',
            r"New route doesn't have", r'Sync group \S+ has only', r'Virtual router \S+ specified in sync group',
        ]
    )
)


def read(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read()


def lines_of(log):
    found = {}
    for line in log.splitlines():
        line = DATE.sub('', line)
        if COMPLAINT.match(line):
            continue
        line = re.sub(r'pid[ =]\d+', 'pid N', line)
        line = re.sub(r'\d+\.\d+ ?(s|seconds)', 'T s', line)
        found[line.strip()] = True
    return [line for line in found if line]


def log(original, ours):
    theirs = [line for line in lines_of(original) if not INSIDE.match(line)]
    text = '\n'.join(lines_of(ours))
    for line in theirs:
        if line not in text:
            yield f'log lacks: {line}'


def sections(trace):
    found, moment, section = {}, '', ''
    for line in trace.splitlines():
        if line.startswith('@'):
            continue
        if line.startswith('# '):
            moment, section = line[2:], ''
        elif line.startswith('## '):
            section = line[3:]
        if line.startswith('#'):
            found.setdefault((moment, section), [])
        elif line:
            found[moment, section].append(line)
    return found


def given_back(key, line):
    """D-044: settings of the link below a VMAC are restored at stop."""
    return key == ('stopped', 'sysctls') and re.search(r'/arp_(ignore|filter):[01]$', line)


def states(original, ours):
    theirs, own = sections(original), sections(ours)
    for key in dict.fromkeys([*theirs, *own]):
        if key[0] == 'before' and key[1]:
            continue
        if key not in theirs or key not in own:
            yield f'{" ".join(key)}: only {"the original" if key in theirs else "ours"}'
            continue
        for line in difflib.unified_diff(sorted(theirs[key]), sorted(own[key]), lineterm='', n=0):
            if line[:3] not in ('---', '+++', '@@ ') and not given_back(key, line):
                yield f'{" ".join(key)}: {line}'


def moments(trace):
    return {line.split()[1]: float(line.split()[2]) for line in trace.splitlines() if line.startswith('@')}


def frames(heard, when):
    """When each frame was on the wire, before the stop and after it."""
    found = {}
    for line in heard.splitlines():
        second, _, said = line.partition(' ')
        key = ('stop' if float(second) >= when['stopped'] else 'run', said)
        found.setdefault(key, []).append(float(second))
    return found


def pace(seconds):
    return (seconds[-1] - seconds[0]) / (len(seconds) - 1)


def passing(key, theirs, own):
    """Adverts of a moment, before a script had ended; and one more of the usual, sent before the signal came."""
    most = max(len(theirs.get(key, [])), len(own.get(key, [])))
    if key[0] == 'stop':
        return most == 1 and ('run', key[1]) in theirs.keys() & own.keys()
    return most <= 3 and ' VRRP ' in key[1]


def wire(original, ours, when_original, when_ours):
    theirs, own = frames(original, when_original), frames(ours, when_ours)
    for key in sorted({*theirs, *own}):
        a, b = theirs.get(key, []), own.get(key, [])
        if passing(key, theirs, own):
            continue
        if not a or not b:
            yield f'wire, {key[0]}: {key[1]}: {len(a)} times, ours {len(b)}'
        elif ' VRRP ' in key[1] and min(len(a), len(b)) > 4 and abs(pace(a) - pace(b)) > 0.35 * pace(a):
            yield f'wire, {key[0]}: {key[1]}: every {pace(a):.2f} s, ours {pace(b):.2f} s'


def told(original, ours, what):
    original, ours = (re.sub(r'Date: [^\\]*', 'Date: D', text) for text in (original, ours))
    theirs, own = sorted(set(original.splitlines())), sorted(set(ours.splitlines()))
    for line in difflib.unified_diff(theirs, own, lineterm='', n=0):
        if line[:3] not in ('---', '+++', '@@ '):
            yield f'{what}: {line}'


def by_subject(fifos):
    """The order matters for one subject, not between them."""
    return '\n'.join(sorted(fifos.splitlines(), key=lambda line: ' '.join(line.split()[:2])))


def fifos(original, ours):
    for line in difflib.unified_diff(by_subject(original).split('\n'), by_subject(ours).split('\n'), lineterm='', n=0):
        if line[:3] not in ('---', '+++', '@@ '):
            yield f'fifo: {line}'


def kept_alive(line):
    """Our daemon restores a route that the kernel dropped with an address, and removes no address of the host together
    with a virtual one (D-066)."""
    return line.startswith('+') and ('proto keepalived' in line or re.search(r'inet 10\.250\.\d+\.1/24|\+10\.250\.\d+\.0/24', line))


def plainly(trace):
    """Without the effects of which address of a network was added first."""
    return re.sub(r' secondary| brd \S+| src 10\.250\.\S+', '', trace)


def after_churn(original, ours):
    """The final state after the disturbances; logs and packets meanwhile differ on purpose (D-001, D-010)."""
    for line in states(plainly(read(f'{original}/trace')), plainly(read(f'{ours}/trace'))):
        if not kept_alive(line.partition(': ')[2]):
            yield line


def between(original, ours):
    def both(name):
        return read(f'{original}/{name}'), read(f'{ours}/{name}')

    traces = both('trace')
    return [
        *states(*traces),
        *wire(*both('heard'), *map(moments, traces)),
        *told(*both('calls'), 'calls'),
        *told(*both('environments'), 'environment'),
        *told(*both('served'), 'served'),
        *fifos(*both('fifos')),
        *log(*both('log')),
    ]
