"""The other end of a machine's cables: it serves requests and records what it receives.

    far.py HEARD SERVED     appends lines to HEARD (frames) and SERVED (what clients of its servers send)

A line of HEARD is `SECONDS WHAT`; SECONDS since the epoch. Ports in PORTS are served, others are refused by the kernel.
"""
import socket
import struct
import sys
import threading
import time

PORTS = (25, 80, 3306, 8080)
VRRP, AH, TCP, UDP, ICMP, ICMP6 = 112, 51, 6, 17, 1, 58


def hardware(octets):
    return octets.hex(':')


def station(octets):
    """Only virtual addresses are printed: those of the cables differ between runs."""
    return hardware(octets) if octets[:3] == b'\x00\x00\x5e' else 'own'


def arp(frame):
    operation, sender, target = frame[20:22].hex(), frame[28:32], frame[38:42]
    if sender != target:
        return None
    return f'gratuitous ARP {operation} {socket.inet_ntoa(sender)} at {station(frame[22:28])}'


def bfd(data):
    """Without discriminators, which are random."""
    return f'BFD {data[:4].hex()} {data[12:].hex()}'


def udp(data):
    port = struct.unpack('!H', data[2:4])[0]
    if port == 3784:
        return bfd(data[8:])
    if port == 53:
        return f'UDP 53 {data[10:].hex()}'
    return None if port == 8848 else f'UDP {port} {data[8:].hex()}'


def above_ip(protocol, data):
    if protocol == VRRP:
        return f'VRRP {data.hex()}'
    if protocol == AH:
        end = 4 * (data[1] + 2)
        return f'AH {data[:8].hex()} {above_ip(data[0], data[end:])}'
    if protocol == TCP and data[13] & 0x12 == 2:
        return f'TCP to {struct.unpack("!H", data[2:4])[0]}'
    if protocol == UDP:
        return udp(data)
    if protocol == ICMP and data[0] == 8:
        return f'ping of {len(data)}'
    return None


def ipv4(frame):
    packet = frame[14:]
    head = 4 * (packet[0] & 15)
    data = packet[head:struct.unpack('!H', packet[2:4])[0]]
    said = above_ip(packet[9], data)
    if said is None:
        return None
    source, target = socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20])
    return f'{station(frame[6:12])} {source} > {target} tos {packet[1]} ttl {packet[8]} {said}'


def ipv6(frame):
    packet = frame[14:]
    source, target = (socket.inet_ntop(socket.AF_INET6, packet[i:i + 16]) for i in (8, 24))
    data = packet[40:40 + struct.unpack('!H', packet[4:6])[0]]
    if packet[6] == ICMP6:
        if data[0] != 136 or target != 'ff02::1':
            return None
        said = f'NA {data[4:8].hex()} {socket.inet_ntop(socket.AF_INET6, data[8:24])}'
    else:
        said = above_ip(packet[6], data)
    return said and f'{station(frame[6:12])} {source} > {target} hops {packet[7]} {said}'


DECODERS = {0x0806: arp, 0x0800: ipv4, 0x86DD: ipv6}


def listen(heard):
    tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    tap.setsockopt(socket.SOL_SOCKET, 33, 1 << 23)
    # Packets to a peer need a receiver, or the kernel reports the peer as unreachable.
    _sinks = [socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol) for protocol in (VRRP, AH)]
    while True:
        frame, where = tap.recvfrom(4096)
        decoder = DECODERS.get(struct.unpack('!H', frame[12:14])[0])
        if where[2] == 4 or decoder is None:
            continue
        said = decoder(frame)
        if said:
            print(f'{time.time():.3f} {where[0][2:]} {said}', file=heard, flush=True)


def mail(client, data, served):
    """A relay that accepts every mail."""
    while data:
        word = data[:4].upper()
        client.sendall(b'354 go on\r\n' if word == b'DATA' else b'221 bye\r\n' if word == b'QUIT' else b'250 far\r\n')
        data = client.recv(4096)
        while word == b'DATA' and not data.endswith(b'\r\n.\r\n'):
            data += client.recv(4096)
        print(f'25 {data!r}', file=served, flush=True)


def answer(client, port, served):
    client.settimeout(3)
    try:
        if port == 25:
            client.sendall(b'220 far ESMTP\r\n')
        data = client.recv(4096)
        print(f'{port} {client.getsockname()[0]} {data!r}', file=served, flush=True)
        if data.startswith((b'GET', b'HEAD')):
            client.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello')
        elif port == 25:
            mail(client, data, served)
    except OSError as trouble:
        # A checker may close the connection at any moment; what it sent before is already recorded.
        print(f'{port} ended: {trouble}', file=sys.stderr)
    client.close()


def serve(port, served):
    server = socket.create_server(('0.0.0.0', port), backlog=64)
    while True:
        client, _ = server.accept()
        threading.Thread(target=answer, args=(client, port, served), daemon=True).start()


def main():
    heard, served = (open(name, 'a') for name in sys.argv[1:3])
    for port in PORTS:
        threading.Thread(target=serve, args=(port, served), daemon=True).start()
    listen(heard)


main()
