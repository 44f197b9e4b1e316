#!/usr/bin/env python3
"""Writes the manual pages: man.py USAGE KEYWORDS VERSION DIRECTORY.

USAGE is what `keepalived --help` prints, KEYWORDS is docs/keywords.md: both come from the tables the
program itself works by, so the pages cannot fall behind.
"""
import html
import re
import sys

DATE = '2026-11-21'


def escape(text):
    return text.replace('\\', '\\e').replace('-', '\\-').replace("'", "\\(aq").replace('"', '\\(dq').strip()


def head(name, section, version, title):
    return f'.TH {name} {section} {DATE} "keepalived on the JVM {version}" "{title}"\n'


def options(usage):
    out, commands, seen = [], [], False
    for line in usage.splitlines()[1:]:
        if line.startswith('Commands of our own'):
            seen = True
        elif seen and line.strip():
            words = re.match(r'\s+(\S+(?: \S+)?)\s{2,}(.*)', line)
            commands.append(f'.TP\n.B keepalived {escape(words[1])}\n{escape(words[2])}.\n')
        elif line.strip():
            words = re.match(r'\s+((?:-\w, )?--\S+)\s+(.*)', line)
            out.append(f'.TP\n.B {escape(words[1])}\n{escape(words[2])}.\n')
    return ''.join(out), ''.join(commands)


def daemon(usage, version):
    listed, commands = options(usage)
    return head('KEEPALIVED', 8, version, 'System administration') + f'''.SH NAME
keepalived \\- keeps addresses and services alive: VRRP and IPVS
.SH SYNOPSIS
.B keepalived
.RI [ OPTION ]...
.SH DESCRIPTION
Reads a configuration in the language of
.BR keepalived.conf (5)
and runs what it asks for: virtual routers, which hold an address on one machine of a group, and
virtual servers, whose IPVS table holds the real servers that pass their checks. All of it runs in
one process; the names that the log shows are those of the parts.
.SH OPTIONS
{listed}.SH COMMANDS
{commands}.SH SIGNALS
.TP
.B SIGHUP
Read the configuration again. What has not changed is not touched; a file with errors is reported,
and the running configuration kept.
.TP
.B SIGTERM, SIGINT
Stop: give up mastership, remove what is ours, run the stop scripts.
.TP
.B SIGUSR1
Write the state of everything to
.IR keepalived.data .
.TP
.B SIGUSR2
Write the counters to
.IR keepalived.stats .
.TP
.B SIGQUIT
Write to the log where each thread is.
.PP
.B keepalived \\-\\-signum=JSON
(or STATS_CLEAR, and others) prints the number of the signals that have no fixed one.
.SH FILES
.TP
.I /etc/keepalived/keepalived.conf
The configuration.
.TP
.I /etc/default/keepalived
DAEMON_ARGS and KEEPALIVED_JAVA_OPTS for the service.
.TP
.I /run/keepalived.pid, /run/vrrp.pid, /run/checkers.pid
Process numbers, unless options name others.
.TP
.I /run/keepalived/keepalived.events
What happened, for
.BR "keepalived why" " and " "keepalived events" ;
copied to
.IR /var/lib/keepalived ,
where that directory exists.
.TP
.I /usr/lib/keepalived\\-jvm
The program, its libraries and its Java runtime.
.SH ENVIRONMENT
.TP
.B KEEPALIVED_JAVA_OPTS
Further options of the Java virtual machine.
.TP
.B TMPDIR
Where the dumps are written; else
.IR /tmp .
.SH SEE ALSO
.BR keepalived.conf (5),
.BR ipvsadm (8)
'''


def configuration(keywords, version):
    out = [head('KEEPALIVED.CONF', 5, version, 'File formats') + '''.SH NAME
keepalived.conf \\- configuration of keepalived
.SH DESCRIPTION
Lines of a keyword and its values; blocks in braces. A line that begins with ! or # is a comment.
.B keepalived \\-t
checks a file. Keywords that have no effect here say so when they are read.
''']
    for line in keywords.splitlines():
        if line.startswith('## '):
            out.append(f'.SH "{escape(line[3:].strip("()")).upper()}"\n')
            continue
        if not line.startswith('| ') or line.startswith('| keyword |'):
            continue
        cells = [html.unescape(c.strip()).replace('\\|', '|')
                 for c in re.split(r'(?<!\\)\|', line)[1:-1]]
        if len(cells) != 5:
            sys.exit(f'man.py: not a row of five: {line}')
        keyword, syntax, bounds, state, meaning = cells
        syntax = keyword if syntax == '-' else syntax
        text = escape(meaning) + (f' Range or default: {escape(bounds)}.' if bounds != '-' else '')
        if state != 'implemented':
            text += f' \\fI{escape(state)}\\fR.'
        out.append(f'.TP\n.B "{escape(syntax)}"\n\\&{text}\n')
    out.append('.SH SEE ALSO\n.BR keepalived (8)\n')
    return ''.join(out)


def main():
    usage, keywords, version, directory = sys.argv[1:]
    for name, text in (('keepalived.8', daemon(open(usage).read(), version)),
                       ('keepalived.conf.5', configuration(open(keywords).read(), version))):
        with open(f'{directory}/{name}', 'w') as file:
            file.write(text)


if __name__ == '__main__':
    main()
