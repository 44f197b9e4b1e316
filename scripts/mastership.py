"""Which host is master according to the adverts on the wire, by virtual router."""
import time

from bench_vrrp import VRRP, Wire, percentile

IPV6 = b'\x86\xdd'


def read(frame):
    """(family, VRID, priority) of an advert; None for other frames."""
    if frame[12:14] == b'\x08\x00' and frame[23] == VRRP:
        header = 14 + 4 * (frame[14] & 15)
        return 4, frame[header + 1], frame[header + 2]
    if frame[12:14] == IPV6 and frame[20] == VRRP:
        return 6, frame[55], frame[56]
    return None


class Router:
    """The adverts of one virtual router: their times and senders."""

    def __init__(self, interval):
        self.interval = interval
        self.last = {}
        self.gaps = []
        self.takeovers = []
        self.overlap = 0.0

    def heard(self, when, side, priority):
        before = max(self.last.values(), default=None)
        holder = max(self.last, key=self.last.get, default=None)
        if priority == 0:
            self.last.pop(side, None)
            return
        if holder is not None and holder != side:
            other = self.last[holder]
            # Both keep advertising: the last advert of a former master does not count.
            if max(when - other, when - self.last.get(side, 0)) < 1.5 * self.interval:
                self.overlap += when - self.last[side]
            if side not in self.last or self.last[side] < when - 4 * self.interval:
                self.takeovers.append((when, side))
        elif before is not None:
            self.gaps.append(when - before)
        self.last[side] = when

    def masters(self, now):
        return sorted(side for side, when in self.last.items() if now - when < 4 * self.interval)

    def shown(self):
        worst = max(self.gaps, default=0)
        return (f'{len(self.gaps)} gaps: p50 {percentile(self.gaps, 50):.3f} p99 {percentile(self.gaps, 99):.3f} '
                f'longest {worst:.3f} s of {self.interval:g}; {len(self.takeovers)} takeovers, '
                f'{self.overlap:.2f} s with two masters')


class Mastership:
    """Listens on one end of the cable between two hosts. `intervals`: seconds by (family, VRID)."""

    def __init__(self, host, interface, intervals, sides=('a', 'b')):
        self.wire = Wire(host, interface)
        self.sides = sides
        self.routers = {key: Router(interval) for key, interval in intervals.items()}

    def listen(self):
        for when, own, frame in self.wire.frames():
            advert = read(frame)
            if advert and advert[:2] in self.routers:
                self.routers[advert[:2]].heard(when, self.sides[own], advert[2])

    def masters(self):
        self.listen()
        now = time.time()
        return {key: router.masters(now) for key, router in self.routers.items()}

    def takeovers(self):
        self.listen()
        return sum(len(router.takeovers) for router in self.routers.values())

    def forget(self):
        """Discards earlier adverts: the measurement begins, or a failover was requested."""
        self.listen()
        for router in self.routers.values():
            router.gaps, router.takeovers, router.overlap = [], [], 0.0
