#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what many connections cost: event streams, idle clients, clients that drip their headers.

usage: streams.py --server build/release/bin/bench_http_server [--rate N] [--streams N] [--clients N]
       streams.py --port N --pid N [--target PATH] [--hello PATH] [--authorization TEXT]

The second form measures a program that runs already; how late an event comes is known only where its
data holds "sent_ns" (CLOCK_MONOTONIC).
"""

import argparse
import contextlib
import os
import pathlib
import re
import resource
import selectors
import socket
import statistics
import subprocess
import sys
import threading
import time

SENT = re.compile(rb'"sent_ns":(\d+)')
TICKS = os.sysconf("SC_CLK_TCK")


def allow_many_files() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Crowd(contextlib.AbstractContextManager):
    """Connections that have sent \a opening, and then \a drip, a byte a second each, if given."""

    def __init__(self, port: int, count: int, opening: bytes = b"", drip: bytes = b""):
        self._drip, self._done = drip, threading.Event()
        self.sockets = []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port), timeout=30)
            connection.sendall(opening)
            self.sockets.append(connection)
        self._thread = threading.Thread(target=self._drip_on)
        self._thread.start()

    def _drip_on(self):
        for byte in self._drip:
            if self._done.wait(1):
                return
            for connection in self.sockets:
                with contextlib.suppress(OSError):
                    connection.send(bytes([byte]))

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()
        for connection in self.sockets:
            connection.close()


def measure_streams(port, pid, count, seconds, target="/events", headers="") -> None:
    """Prints the program's CPU share and how late events come."""
    request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()
    late, received = [], 0
    with Crowd(port, count, request) as crowd, selectors.DefaultSelector() as selector:
        for connection in crowd.sockets:
            connection.setblocking(False)
            selector.register(connection, selectors.EVENT_READ)
        settled = time.monotonic() + 2
        began = end = cpu = None
        while end is None or time.monotonic() < end:
            if end is None and time.monotonic() > settled:
                began, cpu = time.monotonic(), cpu_seconds(pid)
                end = began + seconds
            for key, _ in selector.select(0.1):
                body = key.fileobj.recv(65536)
                now = time.monotonic_ns()
                if not body:
                    raise SystemExit("a stream was ended by the server")
                if began:
                    times = SENT.findall(body)
                    late += [(now - int(sent)) / 1e6 for sent in times]
                    received += body.count(b"\ndata:") + body.startswith(b"data:")
        share = (cpu_seconds(pid) - cpu) / (time.monotonic() - began)
    line = f"{count} streams: {received / seconds:.0f} events/s delivered, {share * 100:.1f} % of a core"
    if late:
        late.sort()
        line += f", late p50 {late[len(late) // 2]:.2f} ms, p99 {late[len(late) * 99 // 100]:.2f} ms"
    print(line, flush=True)


def rate(port: int, target: str, seconds: int, headers: str) -> float:
    """Requests a second that 32 connections get answered."""
    extra = ["-H", headers.strip()] if headers else []
    output = subprocess.run(["wrk", "-t", "1", "-c", "32", "-d", f"{seconds}s", *extra,
                             f"http://127.0.0.1:{port}{target}"],
                            capture_output=True, text=True, check=True).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])


def measure_crowds(port, count, rounds, seconds, target="/hello", headers="") -> None:
    """Prints the rate of others beside each kind of crowd, and alone; the order alternates."""
    opening = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode()
    crowds = {"idle": (b"", b""), "slow-header": (opening, b"X-Slow: " + b"x" * 1000)}
    for name, (first, drip) in crowds.items():
        ratios, alone = [], []
        for number in range(rounds):
            def beside():
                with Crowd(port, count, first, drip):
                    return rate(port, target, seconds, headers)
            def without():
                return rate(port, target, seconds, headers)
            first_side, second_side = (beside, without) if number % 2 else (without, beside)
            figures = (first_side(), second_side())
            with_crowd, without_crowd = figures if number % 2 else figures[::-1]
            ratios.append(with_crowd / without_crowd)
            alone.append(without_crowd)
        print(f"beside {count} {name} clients: {statistics.median(ratios):.2f} of the "
              f"{statistics.median(alone):.0f} requests/s alone "
              f"({min(ratios):.2f} to {max(ratios):.2f}, {rounds} rounds)", flush=True)


@contextlib.contextmanager
def program(options):
    """Port and process id of what is measured."""
    if options.server is None:
        yield options.port, options.pid
        return
    with subprocess.Popen([options.server, str(options.rate)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as child:
        yield int(child.stdout.readline()), child.pid
        child.stdin.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", type=pathlib.Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--pid", type=int)
    parser.add_argument("--target", default="/events")
    parser.add_argument("--hello", default="/hello")
    parser.add_argument("--authorization")
    parser.add_argument("--rate", type=int, default=20)
    parser.add_argument("--streams", type=int, default=250)
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    if options.server is None and (options.port is None or options.pid is None):
        parser.error("--server, or --port and --pid")
    allow_many_files()
    headers = f"Authorization: {options.authorization}\r\n" if options.authorization else ""
    with program(options) as (port, pid):
        measure_streams(port, pid, options.streams, 5 * options.seconds, options.target, headers)
        measure_crowds(port, options.clients, options.rounds, options.seconds, options.hello, headers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
