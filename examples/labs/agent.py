#!/usr/bin/env python3
"""Makes the jar of the tests' agent that puts bugs into a running daemon.

agent.py CLASSES JAR     CLASSES: system-tests/target/test-classes
"""
import glob
import os
import sys
import zipfile

with zipfile.ZipFile(sys.argv[2], "w") as jar:
    jar.writestr("META-INF/MANIFEST.MF",
                 "Manifest-Version: 1.0\nPremain-Class: keepalived.operations.FaultAgent\n")
    for name in glob.glob(f"{sys.argv[1]}/keepalived/operations/FaultAgent*.class"):
        jar.write(name, os.path.relpath(name, sys.argv[1]))
