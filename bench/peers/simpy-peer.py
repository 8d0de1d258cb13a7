"""The bench's workload on SimPy: python3 simpy-peer.py processes|callbacks INPUTS REQUESTS REPEATS prints one line of JSON.

`processes` is SimPy as its tutorials teach it: a process a request, a Resource a station. `callbacks` does without both: time-outs that
call back, and lines kept by hand; nothing in SimPy is faster. Times are whole nanoseconds, held as Python's integers.
"""
import json
import resource
import sys
import time
import zlib
from array import array
from collections import deque

try:
    import simpy
except ImportError:
    sys.exit('not installed: PyPI package simpy')

TRANSMIT = round(8e9 * 3072 / 5.85e6)
PROPAGATION = 25_000_000
THRESHOLD = 0.7


def column(folder, name):
    values = array('d')
    with open(f'{folder}/{name}.f64', 'rb') as file:
        values.frombytes(file.read())
    return values


class Workload:
    def __init__(self, folder, requests):
        self.goes = [confidence < THRESHOLD for confidence in column(folder, 'confidence')]
        self.edge1, self.edge2, self.cloud = ([int(t) for t in column(folder, name)] for name in ('edge1', 'edge2', 'cloud'))
        self.arrivals = [int(t) for t in column(folder, 'arrivals')[:requests]]
        self.samples = len(self.goes)


def processes(work):
    """A generator a request, which holds one Resource after another."""
    env = simpy.Environment()
    edge, uplink, cloud = (simpy.Resource(env) for _ in range(3))
    latencies = array('d', bytes(8 * len(work.arrivals)))

    def stay(station, duration):
        with station.request() as turn:
            yield turn
            yield env.timeout(duration)

    def request(r):
        s = r % work.samples
        if work.goes[s]:
            yield from stay(edge, work.edge1[s])
            yield from stay(uplink, TRANSMIT)
            yield env.timeout(PROPAGATION)
            yield from stay(cloud, work.cloud[s])
            yield env.timeout(PROPAGATION)
        else:
            yield from stay(edge, work.edge1[s] + work.edge2[s])
        latencies[r] = env.now - work.arrivals[r]

    def source():
        for r, arrival in enumerate(work.arrivals):
            yield env.timeout(arrival - env.now)
            env.process(request(r))

    env.process(source())
    env.run()
    return latencies


def callbacks(work):
    """Time-outs alone: each calls what comes next."""
    env = simpy.Environment()
    latencies = array('d', bytes(8 * len(work.arrivals)))
    timeout = env.timeout

    def later(delay, then, r):
        timeout(delay, r).callbacks.append(then)

    class Station:
        def __init__(self, duration, then):
            self.duration, self.then, self.line, self.is_busy = duration, then, deque(), False

        def enter(self, r):
            if self.is_busy:
                self.line.append(r)
            else:
                self.is_busy = True
                later(self.duration(r), self.leave, r)

        def leave(self, event):
            if self.line:
                r = self.line.popleft()
                later(self.duration(r), self.leave, r)
            else:
                self.is_busy = False
            self.then(event.value)

    def answered(r):
        latencies[r] = env.now - work.arrivals[r]

    def after_edge(r):
        if work.goes[r % work.samples]:
            uplink.enter(r)
        else:
            answered(r)

    stays = [a if goes else a + b for goes, a, b in zip(work.goes, work.edge1, work.edge2)]
    edge = Station(lambda r: stays[r % work.samples], after_edge)
    uplink = Station(lambda r: TRANSMIT, lambda r: later(PROPAGATION, lambda event: cloud.enter(event.value), r))
    cloud = Station(lambda r: work.cloud[r % work.samples], lambda r: later(PROPAGATION, lambda event: answered(event.value), r))

    def arrive(event):
        r = event.value
        if r + 1 < len(work.arrivals):
            later(work.arrivals[r + 1] - work.arrivals[r], arrive, r + 1)
        edge.enter(r)

    later(work.arrivals[0], arrive, 0)
    env.run()
    return latencies


def main():
    if sys.argv[-1] == '--version':
        print(simpy.__version__)
        return
    way, folder, requests, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    work = Workload(folder, requests)
    run = {'processes': processes, 'callbacks': callbacks}[way]
    times = []
    for _ in range(repeats):
        start = time.perf_counter_ns()
        latencies = run(work)
        times.append(time.perf_counter_ns() - start)
    print(json.dumps({
        'timesNs': times,
        'checksum': zlib.crc32(latencies.tobytes()),
        'meanNs': sum(latencies) / requests,
        'peakBytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }))


main()
