"""Sends VRRPv2 adverts of priority 200 for VRID 51, each wrong in one way, to 224.0.0.18."""
import socket
import struct
import sys

source = sys.argv[1]
out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(source))


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def advert(version=2, kind=1, vrid=51, priority=200, auth=1, interval=1, password=b'secret12',
           vip='10.9.0.100'):
    head = struct.pack('!BBBBBB', version << 4 | kind, vrid, priority, 1, auth, interval)
    tail = socket.inet_aton(vip) + password
    return head + struct.pack('!H', checksum(head + b'\0\0' + tail)) + tail


def send(name, body, ttl=255):
    head = struct.pack('!BBHHHBBH4s4s', 0x45, 0xC0, 20 + len(body), 1, 0, ttl, 112, 0,
                       socket.inet_aton(source), socket.inet_aton('224.0.0.18'))
    out.sendto(head + body, ('224.0.0.18', 0))
    print('sent', name)


good = advert()
for length in range(0, len(good)):
    send('the first %d bytes' % length, good[:length])
for bit in range(len(good) * 8):
    flipped = bytearray(good)
    flipped[bit // 8] ^= 1 << bit % 8
    send('bit %d flipped' % bit, bytes(flipped))
for version in (1, 3, 4, 15):
    send('version %d' % version, advert(version=version))
for kind in (0, 2, 15):
    send('type %d' % kind, advert(kind=kind))
for ttl in (1, 64, 254):
    send('TTL %d' % ttl, good, ttl)
for vrid in (0, 50, 52, 255):
    send('VRID %d' % vrid, advert(vrid=vrid))
for auth in (0, 2, 7):
    send('authentication type %d' % auth, advert(auth=auth))
for password in (b'\0' * 8, b'secret13', b'SECRET12'):
    send('password %r' % password, advert(password=password))
for interval in (0, 2, 255):
    send('interval %d' % interval, advert(interval=interval))
