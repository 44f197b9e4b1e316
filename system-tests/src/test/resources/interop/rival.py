"""Another router beside 10.7.0.1, at the far end of its cable: peer9, on the same machine.

rival.py resign          waits until the router is a backup, then speaks as a master that leaves
rival.py PRIORITY ...    after each advert of the router answers with one of that priority, and
                         writes what the router sends within half a second to /run/told.fifo"""
import socket, struct, sys, time

wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
wire.bind(('peer9', 0))


def checksum(data):
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def advertise(priority):
    source, group = socket.inet_aton('10.7.0.2'), socket.inet_aton('224.0.0.18')
    body = struct.pack('!BBBBHH4s', 0x31, 51, priority, 1, 400, 0, socket.inet_aton('10.7.0.100'))
    body = body[:6] + struct.pack('!H', checksum(source + group + struct.pack('!HH', 112, len(body)) + body)) + body[8:]
    header = struct.pack('!BBHHHBBH4s4s', 0x45, 0xC0, 20 + len(body), 1, 0, 255, 112, 0, source, group)
    header = header[:10] + struct.pack('!H', checksum(header)) + header[12:]
    wire.send(bytes.fromhex('01005e000012') + wire.getsockname()[4] + b'\x08\x00' + header + body)


def heard(until):
    """What the router says: a text for each frame, None at the end of the time."""
    while True:
        wire.settimeout(max(0.001, until - time.monotonic()))
        try:
            frame, address = wire.recvfrom(2000)
        except socket.timeout:
            return
        if address[2] == socket.PACKET_OUTGOING:
            continue
        if frame[12:14] == b'\x08\x06':
            yield 'ARP of ' + socket.inet_ntoa(frame[28:32])
        elif frame[12:14] == b'\x08\x00' and frame[23] == 112:
            yield f'advert of priority {frame[36]}'


def answer(priority):
    next(heard(time.monotonic() + 30))
    advertise(priority)
    said = list(heard(time.monotonic() + 0.5))
    with open('/run/told.fifo', 'w') as told:
        told.write(''.join(f'{what}\n' for what in [f'to priority {priority}:'] + said))


if sys.argv[1] == 'resign':
    while 'BACKUP' not in open('/run/told.log').read():
        time.sleep(0.1)
    advertise(0)
else:
    for word in sys.argv[1:]:
        answer(int(word))
