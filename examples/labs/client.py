#!/usr/bin/env python3
"""Asks ADDRESS:PORT a number of times, a connection each, and counts who answered.

client.py ADDRESS PORT TIMES [WORD]: WORD 0 (the default) is the server, 1 the address it saw.
Prints `count name` lines sorted by name; an attempt without an answer counts as `none`.
"""
import collections
import http.client
import sys

address, port, times = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
word = int(sys.argv[4]) if len(sys.argv) > 4 else 0
answers = collections.Counter()
for _ in range(times):
    connection = http.client.HTTPConnection(address, port, timeout=3)
    try:
        connection.request("GET", "/")
        answers[connection.getresponse().read().decode().split()[word]] += 1
    except OSError:
        answers["none"] += 1
    finally:
        connection.close()
for name in sorted(answers):
    print(answers[name], name)
