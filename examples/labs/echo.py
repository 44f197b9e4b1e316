#!/usr/bin/env python3
"""Lines over one long connection.

echo.py serve NAME PORT              answers every line with NAME and the line
echo.py talk ADDRESS PORT REPORT     sends ten lines a second over one connection until killed, and
                                     keeps in the file REPORT: the number of answers, the name that
                                     gave them, the longest wait for one in seconds; or `broken` and why
"""
import os
import socket
import socketserver
import sys
import time


class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(sys.argv[2].encode() + b" " + line)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def report(text):
    with open(sys.argv[4] + ".new", "w") as file:
        file.write(text + "\n")
    os.rename(sys.argv[4] + ".new", sys.argv[4])


def talk():
    connection = socket.create_connection((sys.argv[2], int(sys.argv[3])), 20)
    # Longer than any failover, shorter than the patience of who waits for the report.
    connection.settimeout(60)
    answers = connection.makefile("rb")
    number, longest, who = 0, 0.0, set()
    while True:
        sent = time.monotonic()
        connection.sendall(b"%d\n" % number)
        name, back = answers.readline().split()
        if int(back) != number:
            raise OSError(f"answer {back} to line {number}")
        number += 1
        who.add(name.decode())
        longest = max(longest, time.monotonic() - sent)
        report(f"{number} {'+'.join(sorted(who))} {longest:.1f}")
        time.sleep(0.1)


if sys.argv[1] == "serve":
    Server(("0.0.0.0", int(sys.argv[3])), Answer).serve_forever()
else:
    try:
        talk()
    except (OSError, ValueError) as problem:
        report(f"broken {problem!r}")
