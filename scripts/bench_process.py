"""CPU time and memory of a running program with all its descendants, from /proc."""
import os


def tree(pid):
    """A process and its descendants, found by parent: not every kernel lists children."""
    children = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat') as file:
                    parent = int(file.read().rsplit(')', 1)[1].split()[1])
                children.setdefault(parent, []).append(int(name))
            except FileNotFoundError:
                pass
    found, queue = [], [pid]
    while queue:
        found.append(queue.pop())
        queue += children.get(found[-1], [])
    return found


def processor(pids):
    """Processor time so far, in seconds: in nanoseconds where the kernel counts them, else in ticks."""
    total = 0
    for pid in pids:
        if os.path.exists(f'/proc/{pid}/schedstat'):
            for task in os.listdir(f'/proc/{pid}/task'):
                with open(f'/proc/{pid}/task/{task}/schedstat') as file:
                    total += int(file.read().split()[0]) / 1e9
        else:
            with open(f'/proc/{pid}/stat') as file:
                fields = file.read().rsplit(')', 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
    return total


def total(pids, file, key):
    """The sum of a value that /proc/PID/FILE gives."""
    found = 0
    for pid in pids:
        with open(f'/proc/{pid}/{file}') as lines:
            found += sum(int(line.split()[1]) for line in lines if line.startswith(key + ':'))
    return found


def resident(pids):
    """Resident memory, in MiB: shared pages count in every process."""
    return total(pids, 'status', 'VmRSS') / 1024


def proportional(pids):
    """Proportional memory, in MiB: shared pages count once."""
    return total(pids, 'smaps_rollup', 'Pss') / 1024


def standing(pids):
    """Threads and descriptors of a program."""
    return {
        'resident memory, MiB': resident(pids),
        '  of it anonymous, MiB': total(pids, 'status', 'RssAnon') / 1024,
        'proportional memory, MiB': proportional(pids),
        'processes': len(pids),
        'threads': total(pids, 'status', 'Threads'),
        'descriptors': sum(len(os.listdir(f'/proc/{pid}/fd')) for pid in pids),
    }
