#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the agent: throughput and delays beside nginx serving the same bytes (for health: return 200),
what idle and slow clients cost, a scrape, start to ready, memory.

usage: bench.py --bin DIR [--jobs N] [--rounds N] [--seconds N] [--starts N]

Absolute figures belong to the machine; the ratio within a pair is what can be compared. A round is
one pair: the same load line for both, one after the other, the order alternating.
"""

import argparse
import base64
import concurrent.futures
import http.client
import json
import os
import pathlib
import resource
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from free_port import is_free  # noqa: E402  (needs the path above)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import streams  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
CONNECTIONS = 32
CROWD = 2000  # idle or slow clients
READY_WITHIN = 180  # s
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Case:
    title: str
    target: str
    encoding: str
    file: str  # nginx's copy, below its root


CASES = (
    Case("GET /api/health", "/api/health", "identity", "health"),
    Case("GET /api/v1/jobs?limit=100", "/api/v1/jobs?limit=100", "identity", "jobs"),
    Case("GET /api/v1/jobs?limit=100 (gzip)", "/api/v1/jobs?limit=100", "gzip", "jobs-gzip"),
)


class Ports:
    """Free ports, none handed out twice."""

    def __init__(self):
        self._next = 20000

    def take(self) -> int:
        while not is_free(self._next):
            self._next += 1
        self._next += 1
        return self._next - 1


@contextmanager
def process(command, log, **options):
    """A child that has ended when the block ends."""
    with open(log, "ab") as output:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                 **options)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


class Demo:
    """A simulated engine and what an agent needs to read from it."""

    def __init__(self, binaries: pathlib.Path, folder: pathlib.Path, ports: Ports):
        self.binaries, self.folder, self.ports = binaries, folder, ports
        self.engine_port = ports.take()
        for name in ("admin-password", "engine-password"):
            (folder / name).write_text(secrets.token_urlsafe(18) + "\n")
        login = b"admin:" + (folder / "admin-password").read_bytes().strip()
        self.authorization = "Basic " + base64.b64encode(login).decode()

    def simulator(self, jobs: int, control_port: int | None = None):
        return process(
            [self.binaries / "resync-twsim", "--host", "127.0.0.1", "--port", str(self.engine_port),
             "--control-port", str(control_port or self.ports.take()), "--jobs", str(jobs), "--user", "twsuser",
             "--password-file", self.folder / "engine-password"], self.folder / "simulator.log")

    def agent(self, port: int, engine_port: int | None = None, **settings: str):
        config = self.folder / "config"
        config.mkdir(exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"], "APP_ENV": "development", "TWS_HOST": "127.0.0.1",
            "TWS_PORT": str(engine_port or self.engine_port), "TWS_SCHEME": "http", "TWS_USER": "twsuser",
            "TWS_PASSWORD_FILE": str(self.folder / "engine-password"),
            "ADMIN_PASSWORD_FILE": str(self.folder / "admin-password"),
            "SERVER_PORT": str(port), "STATE_DIR": str(self.folder), "LOG_LEVEL": "warning", **settings}
        return process([self.binaries / "resync-agent", "--config-dir", config],
                       self.folder / "agent.log", env=environment)

    def fetch(self, port: int, target: str, encoding: str, method: str = "GET"):
        request = urllib.request.Request(f"http://127.0.0.1:{port}{target}", method=method, headers={
            "Authorization": self.authorization, "Accept-Encoding": encoding})
        with DIRECT.open(request, timeout=30) as answer:
            return answer.read(), answer.headers


def wait_until_ready(child, port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise SystemExit(f"a server ended by itself with exit code {child.returncode}")
        try:
            DIRECT.open(f"http://127.0.0.1:{port}/api/v1/health/ready", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.005)
    raise SystemExit(f"not ready within {READY_WITHIN} s")


def wait_until_open(child, port: int) -> None:
    """Until somebody listens on \a port."""
    deadline = time.monotonic() + READY_WITHIN
    while is_free(port):
        if child.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("the simulator did not start")
        time.sleep(0.05)


def call(url: str, method: str, body=None):
    """A JSON request to the simulator's control port."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with DIRECT.open(request, timeout=120) as answer:
        return json.loads(answer.read() or b"null")


def children_cpu() -> float:
    """User and system seconds of the children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def replay_seconds(port: int, requests) -> float:
    """What it takes to ask \a requests of the engine again, two at a time as the agent does."""
    def ask(request):
        method, target, headers, body = request
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, target, body or None, headers)
        connection.getresponse().read()
        connection.close()
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(ask, requests))
    return time.monotonic() - began


NGINX = """
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    open_file_cache max=16;
    client_body_temp_path {folder}/nginx-tmp; proxy_temp_path {folder}/nginx-tmp;
    fastcgi_temp_path {folder}/nginx-tmp; uwsgi_temp_path {folder}/nginx-tmp;
    scgi_temp_path {folder}/nginx-tmp;
    default_type application/json;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        root {folder}/www;
        location = /api/v1/health/ready {{ return 200; }}
        location = /health {{ return 200; }}
        location = /jobs-gzip {{ add_header Content-Encoding gzip; }}
    }}
}}
"""


def nginx(folder: pathlib.Path, port: int):
    for path in folder.parents:  # started by root, nginx reads as another user
        if path.stat().st_mode & 0o5 != 0o5:
            raise SystemExit(f"nginx cannot read below {path}: set TMPDIR to a folder that it can")
    folder.chmod(0o755)
    (folder / "nginx-tmp").mkdir(exist_ok=True)
    workers = min(os.cpu_count() or 1, 4)
    text = NGINX.format(folder=folder, port=port, workers=workers)
    (folder / "nginx.conf").write_text(text)
    return process(["nginx", "-p", folder, "-c", folder / "nginx.conf"], folder / "nginx.log")


def load(url: str, case: Case, authorization: str, seconds: int) -> float:
    """Requests a second that one run of the load line got answered."""
    environment = {**os.environ, "RESYNC_BENCH_AUTHORIZATION": authorization,
                   "RESYNC_BENCH_ENCODING": case.encoding}
    output = subprocess.run(
        ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "-s", HERE / "load.lua", url],
        env=environment, capture_output=True, text=True, check=True).stdout
    fields = next(line for line in output.splitlines() if line.startswith("RESULT")).split()
    requests, microseconds, errors = (int(field) for field in fields[1:])
    if errors:
        raise SystemExit(f"{url}: {errors} of {requests} requests failed:\n{output}")
    return requests / (microseconds / 1e6)


def memory_of(pid: int) -> dict[str, float]:
    """PSS and anonymous RSS in MiB."""
    def kilobytes(file, name):
        line = next(line for line in open(f"/proc/{pid}/{file}") if line.startswith(name + ":"))
        return int(line.split()[1])
    return {"PSS": kilobytes("smaps_rollup", "Pss") / 1024,
            "RssAnon": kilobytes("status", "RssAnon") / 1024}


def open_loop(url: str, headers: dict[str, str], rate: int, seconds: int, log: pathlib.Path,
              clients: int = 16) -> list[float]:
    """How long the answers took, in ms, ascending: \a rate requests a second, whatever the answers."""
    log.unlink(missing_ok=True)
    fields = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    subprocess.run(["h2load", "--h1", "-t", "1", "-c", str(clients), "--rps", str(max(1, rate // clients)),
                    "-D", str(seconds), f"--log-file={log}", *fields, url], check=True, capture_output=True)
    rows = [line.split("\t") for line in log.read_text().splitlines()]
    if any(status != "200" for _, status, _ in rows):
        raise SystemExit(f"{url}: not every answer was 200 at {rate} requests a second")
    return sorted(int(microseconds) / 1000 for _, _, microseconds in rows)


def p99(times: list[float]) -> float:
    return times[len(times) * 99 // 100]


def measure_delays(demo: Demo, agent_port: int, nginx_port: int, options) -> None:
    """Open loop at half of the agent's own closed-loop rate."""
    print("\n| request | at r/s | agent p99 ms | nginx p99 ms | agent / nginx |\n|---|---|---|---|---|")
    for case in CASES[1:]:
        urls = {"agent": f"http://127.0.0.1:{agent_port}{case.target}",
                "nginx": f"http://127.0.0.1:{nginx_port}/{case.file}"}
        rate = int(load(urls["agent"], case, demo.authorization, options.seconds) / 2)
        headers = {"authorization": demo.authorization, "accept-encoding": case.encoding}
        late = {"agent": [], "nginx": []}
        for number in range(options.rounds):
            for side in ("agent", "nginx") if number % 2 == 0 else ("nginx", "agent"):
                late[side].append(p99(open_loop(urls[side], headers, rate, options.seconds,
                                                demo.folder / "delays.log")))
        ratio = statistics.median(ours / theirs for ours, theirs in zip(late["agent"], late["nginx"]))
        print(f"| {case.title} | {rate} | {statistics.median(late['agent']):.2f} | "
              f"{statistics.median(late['nginx']):.2f} | {ratio:.2f} |", flush=True)


def measure_scrape(demo: Demo, agent_port: int) -> None:
    times = []
    for _ in range(50):
        began = time.perf_counter()
        demo.fetch(agent_port, "/api/metrics", "identity")
        times.append((time.perf_counter() - began) * 1000)
    print(f"\na scrape, at the client: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")


def measure_pairs(demo: Demo, agent_port: int, nginx_port: int, options) -> None:
    print("\n| request | bytes | agent r/s | nginx r/s | agent / nginx |\n|---|---|---|---|---|")
    for case in CASES:
        body = (demo.folder / "www" / case.file).read_bytes()
        urls = {"agent": f"http://127.0.0.1:{agent_port}{case.target}",
                "nginx": f"http://127.0.0.1:{nginx_port}/{case.file}"}
        rates = {"agent": [], "nginx": []}
        for number in range(options.rounds):
            order = ("agent", "nginx") if number % 2 == 0 else ("nginx", "agent")
            for side in order:
                rates[side].append(load(urls[side], case, demo.authorization, options.seconds))
        ratios = [ours / theirs for ours, theirs in zip(rates["agent"], rates["nginx"])]
        print(f"| {case.title} | {len(body)} | {statistics.median(rates['agent']):.0f} | "
              f"{statistics.median(rates['nginx']):.0f} | {statistics.median(ratios):.2f} |",
              flush=True)


def keep_bodies(demo: Demo, agent_port: int) -> None:
    """Stores the agent's answers where nginx serves them from."""
    (demo.folder / "www").mkdir(exist_ok=True)
    for case in CASES:
        body, headers = demo.fetch(agent_port, case.target, case.encoding)
        if (headers.get("Content-Encoding") == "gzip") != (case.encoding == "gzip"):
            print(f"note: {case.title} came with Content-Encoding {headers.get('Content-Encoding')}")
        (demo.folder / "www" / case.file).write_bytes(body)


def measure_start(demo: Demo, starts: int) -> None:
    seconds = []
    for _ in range(starts):
        port = demo.ports.take()
        began = time.monotonic()
        with demo.agent(port) as agent:
            wait_until_ready(agent, port)
            seconds.append(time.monotonic() - began)
    print(f"\nstart to ready, {starts} starts: best {min(seconds) * 1000:.0f} ms, "
          f"median {statistics.median(seconds) * 1000:.0f} ms")


def print_memory(title: str, pid: int) -> None:
    figures = ", ".join(f"{name} {value:.1f} MiB" for name, value in memory_of(pid).items())
    print(f"memory, {title}: {figures}")


def run(options) -> None:
    with tempfile.TemporaryDirectory(prefix="resync-bench-") as name, ExitStack() as stack:
        ports = Ports()
        demo = Demo(options.bin.resolve(), pathlib.Path(name), ports)
        stack.enter_context(demo.simulator(options.jobs))
        agent_port, nginx_port = ports.take(), ports.take()
        agent = stack.enter_context(demo.agent(agent_port))
        wait_until_ready(agent, agent_port)
        print(f"{os.cpu_count()} cores, {options.jobs} jobs, wrk {CONNECTIONS} connections, "
              f"{options.rounds} rounds of {options.seconds} s a side, medians")
        print_memory("after the first plan", agent.pid)
        keep_bodies(demo, agent_port)
        server = stack.enter_context(nginx(demo.folder, nginx_port))
        wait_until_ready(server, nginx_port)
        measure_pairs(demo, agent_port, nginx_port, options)
        measure_delays(demo, agent_port, nginx_port, options)
        measure_scrape(demo, agent_port)
        streams.measure_crowds(agent_port, CROWD, options.rounds, options.seconds, "/api/health")
        print()
        print_memory("after the load", agent.pid)
        measure_start(demo, options.starts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--starts", type=int, default=9)
    streams.allow_many_files()
    run(parser.parse_args())
    return 0


if __name__ == "__main__":
    sys.exit(main())
