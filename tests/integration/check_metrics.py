#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the agent counts, as a scrape over its socket shows it, and docs/metrics.md, which lists it."""
import base64
import http.client
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import check_agent as bench  # noqa: E402
from check_agent import ADMIN_PASSWORD, wait_until  # noqa: E402

MANUAL = pathlib.Path(__file__).resolve().parents[2] / "docs" / "metrics.md"


class Scrape:
    """Series with their values, by the text in front of the value."""

    def __init__(self, text):
        lines = text.splitlines()
        self.families = {line.split()[2] for line in lines if line.startswith("# TYPE ")}
        self.values = {name: float(value) for name, value in
                       (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    def __getitem__(self, series):
        return self.values[series]

    def get(self, series):
        return self.values.get(series)

    def labels(self, family):
        """Every set of label names that the family's series carry."""
        series = [name for name in self.values if name.split("{")[0] == family]
        return {tuple(re.findall(r'(\w+)="', name)) for name in series}


class MetricsTest(bench.AgentTest):
    def scrape(self, agent):
        return Scrape(agent.call("/api/metrics", user="").body.decode())

    def wait_value(self, agent, series, expected):
        wait_until(lambda: self.scrape(agent).get(series) == expected, f"{series} {expected}")

    def stream(self, agent):
        """An open stream of events; its first line has been read."""
        connection = http.client.HTTPConnection("127.0.0.1", agent.port, timeout=bench.DEADLINE)
        self.addCleanup(connection.close)
        login = base64.b64encode(f"admin:{ADMIN_PASSWORD}".encode()).decode()
        connection.request("GET", "/api/v1/events", headers={"Authorization": "Basic " + login})
        answer = connection.getresponse()
        answer.readline()
        return answer


class Series(MetricsTest):
    def test_age_by_tier_and_size_of_a_refresh(self):
        agent = self.agent(self.engine()).ready()
        for tier in ["hot", "sweep", "structure"]:
            for collection in ["jobs", "job_streams"]:
                series = f'resync_snapshot_age_seconds{{tier="{tier}",collection="{collection}"}}'
                age = wait_until(lambda s=series: self.scrape(agent).get(s), series)
                self.assertTrue(0 < age < bench.DEADLINE, (series, age))
        rows = self.scrape(agent)["resync_refresh_rows"]
        self.assertGreater(rows, 0)

    def test_cache_use_by_scope(self):
        agent = self.agent(self.engine(), TWS_REFRESH_INTERVAL="3600").ready()
        job = agent.call("/api/v1/jobs?limit=1").json()["items"][0]["id"]
        agent.call("/api/v1/workstations?max_age=0")
        for _ in range(2):
            self.assertEqual(200, agent.call(f"/api/v1/jobs/{job}/runs").status)
        seen = self.scrape(agent)
        self.assertGreaterEqual(seen['resync_cache_hits_total{scope="jobs"}'], 1)
        self.assertEqual(0, seen['resync_cache_hits_total{scope="job_streams"}'])
        self.assertEqual(1, seen['resync_cache_misses_total{scope="workstations"}'])
        self.assertGreaterEqual(seen['resync_cache_hits_total{scope="details"}'], 1)
        self.assertGreaterEqual(seen['resync_cache_misses_total{scope="details"}'], 1)
        told = agent.call("/api/v1/cache/stats").json()
        for kind in ["hits", "misses"]:
            parts = [value for name, value in self.scrape(agent).values.items()
                     if name.startswith(f"resync_cache_{kind}_total")]
            self.assertEqual(told[kind], sum(parts))

    def test_the_engine_fails_and_comes_back(self):
        engine = self.engine()
        host = f'{{host="127.0.0.1:{engine.port}"}}'
        agent = self.agent(engine, TWS_MAX_CALLS_PER_MINUTE="900").ready()
        seen = self.scrape(agent)
        self.assertEqual((1, 0), (seen['resync_engine_breaker{state="closed"}'],
                                  seen['resync_engine_breaker{state="open"}']))
        self.assertEqual((1, 1, 1), (seen["resync_engine_host_up" + host],
                                     seen["resync_engine_host_in_use" + host],
                                     seen['resync_dependency_up{dependency="engine"}']))
        self.assertEqual(900, seen["resync_engine_call_budget"])
        self.assertEqual(900, seen["resync_engine_call_budget_left"] +
                         seen["resync_engine_calls_last_minute"])
        listing = '{operation="list_jobs",outcome="ok"}'
        calls = seen["resync_engine_calls_total" + listing]
        self.assertEqual(calls, seen["resync_engine_call_duration_seconds_count" + listing])
        self.assertGreater(seen["resync_engine_call_duration_seconds_sum" + listing], 0)
        engine.stop()
        self.wait_value(agent, 'resync_engine_breaker{state="open"}', 1)
        seen = self.scrape(agent)
        self.assertEqual((0, 0), (seen["resync_engine_host_up" + host],
                                  seen['resync_dependency_up{dependency="engine"}']))
        self.assertTrue([name for name in seen.values if 'outcome="unavailable"' in name])
        self.engine(engine.port)
        self.wait_value(agent, 'resync_engine_breaker{state="closed"}', 1)
        self.wait_value(agent, "resync_engine_host_up" + host, 1)

    def test_whether_the_files_still_hold_what_runs(self):
        folder = self.folder()
        env = pathlib.Path(folder, ".env")
        env.write_text("LOG_LEVEL=info\n")
        agent = self.stack.enter_context(bench.Agent(folder)).ready()
        self.assertEqual(1, self.scrape(agent)["resync_config_in_sync"])
        env.write_text("LOG_LEVEL=debug\n")
        self.wait_value(agent, "resync_config_in_sync", 0)
        self.assertIsNone(self.scrape(agent).get("resync_config_last_reload_successful"))
        self.assertTrue(agent.call("/api/v1/config/reload", "POST").json()["ok"])
        seen = self.scrape(agent)
        self.assertEqual((1, 1, 1), (seen["resync_config_in_sync"],
                                     seen["resync_config_last_reload_successful"],
                                     seen['resync_config_reloads_total{outcome="ok"}']))

    def test_streams_limits_and_lockouts(self):
        agent = self.agent(self.engine(), TWS_REFRESH_INTERVAL="3600").ready()
        stream = self.stream(agent)
        self.assertEqual(1, self.scrape(agent)["resync_event_streams"])
        before = self.scrape(agent)["resync_events_streamed_total"]
        codes = [agent.call("/api/v1/cache/invalidate?scope=workstations", "POST").status
                 for _ in range(15)]
        self.assertIn(429, codes)
        while not stream.readline().startswith(b"event: cache.invalidated"):
            pass
        for _ in range(6):
            agent.call("/api/v1/plan", password="wrong")
        seen = self.scrape(agent)
        self.assertGreater(seen["resync_events_streamed_total"], before)
        self.assertEqual(codes.count(429),
                         seen['resync_access_refusals_total{reason="rate_limited"}'])
        self.assertEqual((5, 1, 1), (seen['resync_access_refusals_total{reason="wrong_password"}'],
                                     seen['resync_access_refusals_total{reason="locked_out"}'],
                                     seen["resync_access_lockouts_total"]))


class Manual(MetricsTest):
    """The tables of docs/metrics.md: | `name` | `label` `label` | what it is |."""

    def documented(self):
        rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|", MANUAL.read_text(), re.MULTILINE)
        return {name: tuple(re.findall(r"`(\w+)`", labels)) for name, labels in rows}

    def exercised(self):
        """An agent that has done enough for every series to be there."""
        agent = self.agent(self.engine()).ready()
        agent.call("/api/v1/jobs?max_age=0")
        agent.call("/nowhere", user="")
        agent.call("/api/v1/config/reload", "POST")
        return agent

    def test_promtool_has_nothing_to_say(self):
        text = self.exercised().call("/api/metrics", user="").body
        checked = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True,
                                 timeout=bench.DEADLINE)
        self.assertEqual((0, b"", b""), (checked.returncode, checked.stdout, checked.stderr))

    def test_it_lists_every_metric_with_its_labels(self):
        documented = self.documented()
        agent = self.exercised()
        wait_until(lambda: set(documented) <= self.scrape(agent).families, "every metric")
        seen = self.scrape(agent)
        self.assertEqual(set(documented), seen.families)
        for name, labels in documented.items():
            is_histogram = name.endswith("_duration_seconds") and labels
            for found in seen.labels(name + ("_count" if is_histogram else "")):
                self.assertEqual(labels, found, name)


if __name__ == "__main__":
    bench.run_checks()
