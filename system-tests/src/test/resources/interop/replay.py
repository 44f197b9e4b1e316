# Records five adverts that pass an interface, says so, and sends them again and again.
#   replay.py INTERFACE SECONDS
import socket
import sys
import time

VRRP = 112
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0003))
wire.bind((sys.argv[1], 0x0003))
recorded = []
while len(recorded) < 5:
    frame, sender = wire.recvfrom(2048)
    if sender[2] != socket.PACKET_OUTGOING and frame[12:14] == b'\x08\x00' and frame[23] == VRRP:
        recorded.append(frame)
print('recorded', flush=True)
end = time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    for frame in recorded:
        wire.send(frame)
    time.sleep(0.2)
