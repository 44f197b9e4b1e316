"""Runs configurations with the original and with our daemon, and prints the differences in their behaviour.

    drive.py [-c] [-j JOBS] [-o DIRECTORY] [-x STATUS] [-r] COMMAND CONFIGURATION...

COMMAND is our daemon. Results stay in DIRECTORY (a temporary one otherwise), below the name of the configuration; -r
compares what is there already; -c disturbs the machine meanwhile (addresses, routes and links go and come, a reload
is mistyped), and compares what is left. Scripts that the files name end with STATUS (0). Exit status: how many files differ.
"""
import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed

import differences

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = {'original': '/usr/sbin/keepalived'}


def story(configuration, result, command, arguments):
    os.makedirs(result, exist_ok=True)
    for name in os.listdir(result):
        os.unlink(os.path.join(result, name))
    with open(f'{result}/story', 'w') as said:
        return subprocess.run(
            ['unshare', '--net', '--pid', '--mount', '--uts', '--ipc', '--fork', '--mount-proc', '--kill-child=KILL',
             sys.executable, os.path.join(HERE, 'story.py'), configuration, result, command],
            env={**os.environ, 'DRIVE_STATUS': str(arguments.x), 'DRIVE_CHURN': 'yes' if arguments.c else 'no'}, stdin=subprocess.DEVNULL,
            stdout=said, stderr=subprocess.STDOUT).returncode


def drive(configuration, arguments):
    name = os.path.splitext(os.path.basename(configuration))[0]
    where = os.path.join(arguments.o, name)
    if not arguments.r:
        both = {'original': PROGRAMS['original'], 'ours': arguments.command}
        for program, command in both.items():
            if story(os.path.abspath(configuration), f'{where}/{program}', command, arguments) != 0:
                with open(f'{where}/{program}/story') as said:
                    return name, [f'the story of {program} failed: {said.read()[-800:]}']
    compare = differences.after_churn if arguments.c else differences.between
    return name, list(compare(f'{where}/original', f'{where}/ours'))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('-c', action='store_true')
    parser.add_argument('-j', type=int, default=3)
    parser.add_argument('-o', default='')
    parser.add_argument('-x', type=int, default=0)
    parser.add_argument('-r', action='store_true')
    parser.add_argument('command')
    parser.add_argument('configurations', nargs='+')
    arguments = parser.parse_args()
    arguments.command = os.path.abspath(arguments.command)
    arguments.o = os.path.abspath(arguments.o) if arguments.o else tempfile.mkdtemp(prefix='drive.')
    different = 0
    with ThreadPoolExecutor(arguments.j) as pool:
        stories = [pool.submit(drive, each, arguments) for each in arguments.configurations]
        for ended in as_completed(stories):
            name, found = ended.result()
            different += bool(found)
            print(f'{"FAILED " if found else "ok     "} {name}', *found, sep='\n    ' if found else ' ', flush=True)
    print(f'{len(arguments.configurations)} configurations, {different} differ; {arguments.o}')
    sys.exit(min(different, 100))


main()
