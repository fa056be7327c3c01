#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Prometheus scrapes the Resync agent, and the queries that README.md and docs/metrics.md show give
answers."""
import contextlib
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

import check_agent as programs

ROOT = pathlib.Path(__file__).resolve().parents[2]


def queries_of(page):
    block = re.search(r"```promql\n(.*?)```", (ROOT / page).read_text(), re.DOTALL).group(1)
    return [line.split("#")[0].strip() for line in block.splitlines() if line.strip()]


class Prometheus(contextlib.AbstractContextManager):
    """Scrapes one target each second, on 127.0.0.1, in a folder of its own."""

    def __init__(self, folder, target):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        config = pathlib.Path(folder, "prometheus.yml")
        config.write_text(json.dumps({
            "global": {"scrape_interval": "1s"},
            "scrape_configs": [{"job_name": "resync", "metrics_path": "/api/metrics",
                                "static_configs": [{"targets": [target]}]}]}))
        self.process = programs.Process(
            ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={folder}/data",
             f"--web.listen-address=127.0.0.1:{self.port}"], dict(os.environ), folder)

    def query(self, expression):
        """The samples, or nothing while Prometheus is not there yet."""
        url = f"http://127.0.0.1:{self.port}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        try:
            with urllib.request.urlopen(url, timeout=programs.DEADLINE) as answer:
                return json.load(answer)["data"]["result"]
        except urllib.error.HTTPError as error:
            if error.code == 503:  # it is starting
                return []
            raise AssertionError(f"{expression}: {error.read().decode()}") from error
        except OSError:
            return []

    def __exit__(self, *_):
        self.process.__exit__()


class Scrape(programs.AgentTest):
    def test_the_queries_of_the_manuals_work(self):
        agent = self.agent(self.engine()).ready()
        prometheus = self.stack.enter_context(Prometheus(self.folder(), f"127.0.0.1:{agent.port}"))
        for _ in range(20):
            agent.call("/api/v1/jobs?limit=1")
        programs.wait_until(lambda: prometheus.query('up{job="resync"} == 1'), "a scrape that works")
        for page in ["README.md", "docs/metrics.md"]:
            self.assertGreaterEqual(len(queries_of(page)), 5)
        for query in queries_of("README.md") + queries_of("docs/metrics.md"):
            value, *limit = re.split(" [<>] ", query)
            if limit:  # an alarm: silent while all is well
                self.assertEqual([], prometheus.query(query), query)
                query = value
            programs.wait_until(lambda q=query: prometheus.query(q), f"an answer to {query}")
        counted = prometheus.query("sum(resync_jobs)")[0]["value"][1]
        self.assertEqual(agent.call("/api/v1/jobs?limit=1").json()["total"], int(float(counted)))

    def test_no_series_grows_with_ids_or_paths(self):
        agent = self.agent(self.engine()).ready()
        agent.call("/api/v1/jobs/one")
        agent.call("/nowhere")
        agent.call("/api/metrics", user="")
        before = self.series(agent)
        for number in range(200):
            agent.call(f"/api/v1/jobs/unknown-{number}")
            agent.call(f"/nowhere/{number}")
        # what the mirror asks for the first time meanwhile has some; none came with each of 400 calls
        self.assertLess(len(self.series(agent) - before), 100)

    @staticmethod
    def series(agent):
        text = agent.call("/api/metrics", user="").body.decode()
        return {line.rsplit(" ", 1)[0] for line in text.splitlines() if not line.startswith("#")}


if __name__ == "__main__":
    programs.run_checks()
