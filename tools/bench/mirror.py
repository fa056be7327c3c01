#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the mirror: processor time of a refresh and a sweep beside curl and a bare JSON pass over
the same bytes, memory during a sweep, reads meanwhile, calls to the engine, how soon an abend shows.

usage: mirror.py --bin DIR [--only NAME ...]   NAME: sweep, calls, abend, parallel, truth, start, idle
"""

import argparse
import concurrent.futures
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import bench  # noqa: E402
from recording_proxy import recording_proxy  # noqa: E402


class Rig:
    """A simulator with its control port, and agents that read from it or from a proxy before it."""

    def __init__(self, options, stack, jobs, **agent_settings):
        self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="resync-mirror-")))
        self.ports = bench.Ports()
        self.demo = bench.Demo(options.bin.resolve(), self.folder, self.ports)
        self.settings = agent_settings
        self.stack = stack
        self.control_port = self.ports.take()
        self.simulator = stack.enter_context(self.demo.simulator(jobs, self.control_port))
        bench.wait_until_open(self.simulator, self.control_port)

    def control(self, method, path, body=None):
        return bench.call(f"http://127.0.0.1:{self.control_port}{path}", method, body)

    def agent(self, engine_port=None, **settings):
        port = self.ports.take()
        child = self.stack.enter_context(
            self.demo.agent(port, engine_port=engine_port, **{**self.settings, **settings}))
        bench.wait_until_ready(child, port)
        return child, port

    def get(self, port, target):
        return json.loads(self.demo.fetch(port, target, "identity")[0])

    def post(self, port, target):
        return json.loads(self.demo.fetch(port, target, "identity", "POST")[0])


def cpu_of(pid: int) -> float:
    """User and system seconds of all threads, to the nanosecond."""
    total = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


class MemoryWatch:
    """The highest RssAnon while the block runs, in MiB."""

    def __init__(self, pid):
        self.pid, self.peak, self.stopped = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        while not self.stopped.wait(0.01):
            self.peak = max(self.peak, bench.memory_of(self.pid)["RssAnon"])

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()


def sweep_done(rig, port, after):
    end = time.monotonic() + 600
    while time.monotonic() < end:
        mirror = rig.get(port, "/api/v1/plan")["mirror"]
        if mirror["sweep_as_of"] and mirror["sweep_as_of"] > after:
            return
        time.sleep(0.1)
    raise SystemExit("a sweep did not end within 10 minutes")


def baseline(rig, requests, parser) -> float:
    """Processor seconds of curl for these requests, and of a bare pass over the bodies."""
    folder = rig.folder / "bodies"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    lines, files = [], []
    for number, (method, target, headers, body) in enumerate(requests):
        file = folder / f"{number}"
        files.append(str(file))
        if number:
            lines.append("next")
        lines += ["silent", f'url = "http://127.0.0.1:{rig.demo.engine_port}{target}"',
                  f'request = "{method}"', f'output = "{file}"']
        lines += [f'header = "{name}: {value}"' for name, value in headers.items()]
        if body:
            (folder / f"{number}.request").write_bytes(body)
            lines.append(f'data-binary = "@{folder}/{number}.request"')
    config = folder / "curl.config"
    config.write_text("\n".join(lines) + "\n")
    before = bench.children_cpu()
    subprocess.run(["curl", "--config", config], check=True)
    subprocess.run([parser, *files], check=True, capture_output=True)
    return bench.children_cpu() - before


def measure_sweep(options):
    """250 000 jobs: processor time, memory, reads meanwhile."""
    with ExitStack() as stack:
        rig = Rig(options, stack, options.big, TWS_REFRESH_INTERVAL="3600", TWS_FULL_SWEEP="86400",
                  TWS_MAX_CALLS_PER_MINUTE="10000")
        rig.control("POST", "/time/freeze")
        parser = rig.folder / "simdjson_pass"
        subprocess.run(["c++", "-O2", "-o", parser, HERE / "simdjson_pass.cpp", "-lsimdjson"], check=True)

        proxy_port = rig.ports.take()
        with ExitStack() as recording:
            requests = recording.enter_context(recording_proxy(proxy_port, rig.demo.engine_port))
            port = rig.ports.take()
            child = recording.enter_context(rig.demo.agent(port, engine_port=proxy_port, **rig.settings))
            bench.wait_until_ready(child, port)
            wait_for_structure(rig, port)
            ratios = []
            for round_number in range(3):
                rig.control("POST", "/jobs/change", {"count": options.big // 50,
                                                     "to": ("error", "successful")[round_number % 2]})
                requests.clear()
                start = cpu_of(child.pid)
                rig.get(port, "/api/v1/jobs?limit=1&fields=id&max_age=0")
                ours = cpu_of(child.pid) - start
                ratios.append((ours, baseline(rig, list(requests), parser)))
            report("hot refresh, 2 % of the jobs changed", ratios)
            requests.clear()
            before = rig.get(port, "/api/v1/plan")["mirror"]["sweep_as_of"]
            rig.post(port, "/api/v1/cache/invalidate?scope=jobs")
            sweep_done(rig, port, before or "")
            sweep = list(requests)
        child, port = rig.agent()
        wait_for_structure(rig, port)
        bench.print_memory(f"{options.big} jobs, idle", child.pid)

        ratios, peaks, times = [], [], []
        for round_number in range(3):
            before = rig.get(port, "/api/v1/plan")["mirror"]["sweep_as_of"]
            start = cpu_of(child.pid)
            with MemoryWatch(child.pid) as watch:
                rig.post(port, "/api/v1/cache/invalidate?scope=jobs")
                sweep_done(rig, port, before or "")
            ours = cpu_of(child.pid) - start
            ratios.append((ours, baseline(rig, sweep, parser)))
            peaks.append(watch.peak)
        report(f"sweep, {len(sweep)} calls", ratios)
        print(f"peak RssAnon during a sweep: {max(peaks):.0f} MiB ({max(peaks) * 1.048576:.0f} MB)")
        before = rig.get(port, "/api/v1/plan")["mirror"]["sweep_as_of"]
        reads = threading.Thread(target=lambda: times.extend(bench.open_loop(
            f"http://127.0.0.1:{port}/api/v1/jobs?limit=100", {"authorization": rig.demo.authorization},
            100, 10, rig.folder / "h2load.log", clients=4)))
        rig.post(port, "/api/v1/cache/invalidate?scope=jobs")
        reads.start()
        sweep_done(rig, port, before or "")
        reads.join()
        print(f"reads during a sweep, 100/s open loop: p99 {bench.p99(times):.1f} ms, max {times[-1]:.1f} ms")


def wait_for_structure(rig, port):
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if rig.get(port, "/api/v1/plan")["mirror"]["structure_as_of"]:
            return
        time.sleep(0.5)
    print("note: the structure was not complete within 5 minutes")


def report(title, pairs):
    ours = statistics.median(pair[0] for pair in pairs)
    theirs = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    print(f"| {title} | agent {ours * 1000:.0f} ms | curl + bare pass {theirs * 1000:.0f} ms | {ratio:.2f} × |",
          flush=True)


CONSOLE_READS = ("/api/v1/health", "/api/v1/plan", "/api/v1/jobs?limit=100", "/api/v1/jobs?status=error",
                 "/api/v1/workstations?limit=1000", "/api/v1/cache/stats")


def measure_calls(options):
    """20 000 jobs: engine calls an hour with one console and with fifty."""
    for consoles in (1, 50):
        with ExitStack() as stack:
            rig = Rig(options, stack, 20000)
            child, port = rig.agent()
            wait_for_structure(rig, port)
            time.sleep(5)
            rig.control("POST", "/counters/reset")
            began = time.monotonic()
            stop = threading.Event()

            def console():
                while not stop.wait(2):
                    for target in CONSOLE_READS:
                        rig.get(port, target)
            with concurrent.futures.ThreadPoolExecutor(consoles) as pool:
                for _ in range(consoles):
                    pool.submit(console)
                time.sleep(options.calls_seconds)
                stop.set()
            counters = rig.control("GET", "/counters")
            hours = (time.monotonic() - began) / 3600
            print(f"engine calls an hour with {consoles} consoles: {counters['total'] / hours:.0f} "
                  f"({counters['total']} in {hours * 3600:.0f} s: {counters['operations']})", flush=True)


def measure_abend(options):
    """How long after the simulator made it an abend is shown."""
    interval = 5
    with ExitStack() as stack:
        rig = Rig(options, stack, 20000, TWS_REFRESH_INTERVAL=str(interval))
        child, port = rig.agent()
        delays = []
        for number in range(options.abends):
            jobs = rig.get(port, "/api/v1/jobs?status=waiting&limit=50&fields=id")["items"]
            job = jobs[number % len(jobs)]["id"]
            time.sleep(number * 0.37 % 1)
            rig.control("POST", f"/jobs/{job}/abend")
            began = time.monotonic()
            while rig.get(port, f"/api/v1/jobs?q=status:error&limit=10000&fields=id") and \
                    rig.get(port, f"/api/v1/jobs/{job}")["status"] != "error":
                if time.monotonic() - began > 60:
                    raise SystemExit(f"the abend of {job} was not shown within a minute")
                time.sleep(0.05)
            delays.append(time.monotonic() - began)
        delays.sort()
        print(f"an abend is shown after, interval {interval} s, {len(delays)} abends: median "
              f"{statistics.median(delays):.1f} s, p99 {delays[int(len(delays) * 0.99)]:.1f} s")


def measure_parallel(options):
    """1 000 requests that need fresh data at once, the engine taking 500 ms."""
    with ExitStack() as stack:
        rig = Rig(options, stack, 2000, TWS_REFRESH_INTERVAL="3600")
        child, port = rig.agent()
        rig.control("POST", "/faults", {"kind": "latency", "value_ms": 500})
        rig.control("POST", "/counters/reset")
        with concurrent.futures.ThreadPoolExecutor(1000) as pool:
            answers = list(pool.map(lambda _: rig.get(port, "/api/v1/jobs?limit=1&max_age=0")["freshness"],
                                    range(1000)))
        fresh = sum(not answer["stale"] for answer in answers)
        operations = rig.control("GET", "/counters")["operations"]
        print(f"1 000 parallel reads with max_age=0: {fresh} fresh; engine: {operations}")


def measure_truth(options):
    """Frozen: what differs after one refresh and after one sweep."""
    with ExitStack() as stack:
        rig = Rig(options, stack, 20000, TWS_REFRESH_INTERVAL="3600")
        child, port = rig.agent()
        time.sleep(3)
        rig.control("POST", "/jobs/change", {"count": 2000, "to": "error"})
        rig.control("POST", "/time/freeze")
        rig.get(port, "/api/v1/jobs?limit=1&max_age=0")
        print(f"frozen, after one refresh: {differences(rig, port, ('status',))} of 20 000 jobs differ in status")
        before = rig.get(port, "/api/v1/plan")["mirror"]["sweep_as_of"]
        rig.post(port, "/api/v1/cache/invalidate?scope=system")
        sweep_done(rig, port, before or "")
        print(f"after one sweep: {differences(rig, port, None)} differ in any engine field")


def differences(rig, port, fields):
    """How many jobs the agent shows otherwise than the simulator knows them; all fields: None."""
    truth = rig.control("GET", "/truth?fields=all")["job_fields"]
    shown, cursor = {}, ""
    while cursor is not None:
        page = rig.get(port, f"/api/v1/jobs?limit=10000{cursor and '&cursor=' + cursor}")
        shown.update((job["id"], job) for job in page["items"])
        cursor = page["next_cursor"]
    wrong = len(set(truth) ^ set(shown))
    for job in set(truth) & set(shown):
        found = [name for name, value in as_shown(truth[job]).items()
                 if (fields is None or name in fields) and value != value_of(shown[job], name)]
        if found and wrong < 3:
            print(f"   {job}: {[(n, as_shown(truth[job])[n], value_of(shown[job], n)) for n in found]}")
        wrong += bool(found)
    return wrong


def as_shown(truth):
    """The simulator's own account of a job in the API's names and words."""
    lower = str.lower
    return {"name": truth["name"], "job_stream.id": truth["stream"], "folder": truth["folder"],
            "workstation": truth["workstation"], "status": lower(truth["status"]),
            "internal_status": lower(truth["internal_status"]),
            "sub_status": truth["sub_status"] and lower(truth["sub_status"]),
            "priority": truth["priority"], "run.started_at": truth["started_at"],
            "run.ended_at": truth["ended_at"], "return_code": truth["return_code"],
            "late": truth["late"], "critical": truth["critical"],
            "dependencies.unresolved": truth["open_dependencies"]}


def value_of(row, path):
    for name in path.split("."):
        row = row[name] if row is not None else None
    return row


def measure_start(options):
    """Start to ready minus what the same requests cost when curl asks them."""
    for jobs in (200, 20000):
        with ExitStack() as stack:
            rig = Rig(options, stack, jobs, TWS_REFRESH_INTERVAL="3600")
            rig.control("POST", "/time/freeze")
            proxy_port, port = rig.ports.take(), rig.ports.take()
            with recording_proxy(proxy_port, rig.demo.engine_port) as requests:
                with rig.demo.agent(port, engine_port=proxy_port, **rig.settings) as child:
                    bench.wait_until_ready(child, port)
                    first_plan = list(requests)
            starts, engine = [], []
            for _ in range(9):
                port = rig.ports.take()
                began = time.monotonic()
                with rig.demo.agent(port, **rig.settings) as child:
                    bench.wait_until_ready(child, port)
                    starts.append(time.monotonic() - began)
                engine.append(bench.replay_seconds(rig.demo.engine_port, first_plan))
            print(f"start to ready, {jobs} jobs: best {min(starts) * 1000:.0f} ms, the engine's own "
                  f"{min(engine) * 1000:.0f} ms, difference {(min(starts) - min(engine)) * 1000:.0f} ms")


def measure_idle(options):
    """Memory of an idle agent with a small plan."""
    with ExitStack() as stack:
        rig = Rig(options, stack, 200)
        child, port = rig.agent()
        time.sleep(options.idle_seconds)
        bench.print_memory(f"200 jobs, idle for {options.idle_seconds} s", child.pid)


MEASUREMENTS = {"idle": measure_idle, "start": measure_start, "parallel": measure_parallel,
                "truth": measure_truth, "sweep": measure_sweep, "abend": measure_abend,
                "calls": measure_calls}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--only", nargs="*", choices=list(MEASUREMENTS), default=list(MEASUREMENTS))
    parser.add_argument("--big", type=int, default=250000, help="jobs of the big plan")
    parser.add_argument("--abends", type=int, default=20)
    parser.add_argument("--calls-seconds", type=int, default=300)
    parser.add_argument("--idle-seconds", type=int, default=45)
    options = parser.parse_args()
    for name in options.only:
        print(f"\n## {name}: {MEASUREMENTS[name].__doc__}", flush=True)
        MEASUREMENTS[name](options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
