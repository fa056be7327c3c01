#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of the real resync-agent: reload, the commands config, check and user."""
import argparse
import os
import pathlib
import signal
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import check_agent as bench  # noqa: E402
from check_agent import ADMIN_PASSWORD, ENGINE_PASSWORD, wait_until  # noqa: E402


class ConfigTest(bench.AgentTest):
    """Agents whose settings stand in .env, where they can be changed."""

    def engine_settings(self, engine, **more):
        return {"TWS_HOST": "127.0.0.1", "TWS_PORT": engine.port, "TWS_SCHEME": "http",
                "TWS_USER": "twsuser", "TWS_PASSWORD": ENGINE_PASSWORD, **more}

    def write(self, folder, **settings):
        text = "".join(f"{name}={value}\n" for name, value in settings.items())
        pathlib.Path(folder, ".env").write_text(text)

    def started(self, folder, **environment):
        absent = {"TWS_REFRESH_INTERVAL": None, "ADMIN_PASSWORD": None}
        return self.stack.enter_context(bench.Agent(folder, **{**absent, **environment}))

    def items(self, agent, **login):
        report = agent.call("/api/v1/config", **login).json()
        return report, {item["key"]: item for item in report["items"]}


class Reload(ConfigTest):
    def reload(self, agent):
        return agent.call("/api/v1/config/reload", "POST").json()

    def test_the_api_reloads_what_can_be_reloaded(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        before, _ = self.items(agent)
        self.assertIsNone(before["last_reload"])
        self.assertEqual(401, agent.call("/api/v1/plan", user="").status)
        self.assertEqual({"ok": True, "changed": [], "restart_pending": [], "errors": []},
                         self.reload(agent))
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, PUBLIC_READ="true", LOG_LEVEL="debug",
                   WORKERS="3", METRICS_PUBLIC="no")
        outcome = self.reload(agent)
        self.assertEqual((True, ["PUBLIC_READ", "METRICS_PUBLIC", "LOG_LEVEL"], ["WORKERS"], []),
                         tuple(outcome.values()))
        self.assertEqual(503, agent.call("/api/v1/plan", user="").status)  # public, not configured
        report, items = self.items(agent)
        self.assertTrue(report["last_reload"]["ok"])
        self.assertNotEqual(before["running_hash"], report["running_hash"])
        self.assertEqual(("true", 2), (items["PUBLIC_READ"]["value"],
                                       items["PUBLIC_READ"]["source"]["line"]))
        self.assertTrue(items["WORKERS"]["restart_pending"])
        self.assertNotEqual("3", items["WORKERS"]["value"])
        self.assertFalse(items["PUBLIC_READ"]["restart_pending"])
        self.assertIn(b"resync_config_restart_pending 1", agent.call("/api/metrics").body)
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        self.assertEqual([], self.reload(agent)["restart_pending"])  # what runs is what is given
        self.assertEqual(before["running_hash"], self.items(agent)[0]["running_hash"])

    def test_a_reload_with_an_error_changes_nothing(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, PUBLIC_READ="true", TWS_PORT="70000",
                   TWS_VERIFY="perhaps")
        outcome = self.reload(agent)
        self.assertFalse(outcome["ok"])
        self.assertEqual(2, len(outcome["errors"]))
        self.assertIn(".env line 3", outcome["errors"][0])
        self.assertEqual(401, agent.call("/api/v1/plan", user="").status)
        report, items = self.items(agent)
        self.assertEqual((False, outcome["errors"]),
                         (report["last_reload"]["ok"], report["last_reload"]["errors"]))
        self.assertEqual("false", items["PUBLIC_READ"]["value"])
        self.assertIn(b'resync_config_reloads_total{outcome="failed"} 1',
                      agent.call("/api/metrics").body)
        self.assertTrue(agent.lines("not reloaded: the old configuration stays"))

    def test_a_vanished_file_changes_nothing(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        pathlib.Path(folder, ".env").unlink()
        outcome = self.reload(agent)
        self.assertFalse(outcome["ok"])
        self.assertIn("is gone", " ".join(outcome["errors"]))

    def test_it_is_for_administrators(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, PUBLIC_READ="true")
        agent = self.started(folder).ready()
        self.assertEqual(401, agent.call("/api/v1/config/reload", "POST", user="").status)
        self.assertEqual(405, agent.call("/api/v1/config/reload").status)
        self.assertEqual(400, agent.call("/api/v1/config/reload?x=1", "POST").status)

    def test_a_hangup_reloads_the_levels_of_the_log(self):
        folder = self.folder()
        self.write(folder, LOG_LEVEL="info")
        agent = self.started(folder).ready()
        self.write(folder, LOG_LEVEL="error,config=info")
        agent.process.send_signal(signal.SIGHUP)
        line = wait_until(lambda: agent.lines("reloaded"), "the line 'reloaded'")[0]
        self.assertEqual({"by": "SIGHUP", "changed": "LOG_LEVEL", "restart_pending": ""},
                         line["fields"])
        self.assertEqual(0, agent.stop())
        self.assertFalse(agent.lines("stopped"))

    def test_a_corrected_engine_password_is_tried_at_once(self):
        engine = self.engine()
        folder = self.folder()
        settings = self.engine_settings(engine, ADMIN_PASSWORD=ADMIN_PASSWORD)
        self.write(folder, **{**settings, "TWS_PASSWORD": "wrong"})
        agent = self.started(folder).listening()
        wait_until(lambda: "refresh failed" in agent.log(), "a refused login")
        self.assertEqual("engine_unauthorized", agent.call("/api/v1/jobs").json()["code"])
        self.write(folder, **settings)
        self.assertEqual(["TWS_PASSWORD"], self.reload(agent)["changed"])
        agent.ready()
        self.assertNotIn(ENGINE_PASSWORD, agent.log())

    def test_a_shorter_refresh_interval_counts_at_once(self):
        engine = self.engine()
        folder = self.folder()
        settings = self.engine_settings(engine, ADMIN_PASSWORD=ADMIN_PASSWORD)
        self.write(folder, TWS_REFRESH_INTERVAL="1h", **settings)
        agent = self.started(folder).ready()
        as_of = agent.call("/api/v1/jobs?limit=1").json()["freshness"]["as_of"]
        self.write(folder, TWS_REFRESH_INTERVAL="1", **settings)
        self.assertEqual(["TWS_REFRESH_INTERVAL"], self.reload(agent)["changed"])
        wait_until(lambda: agent.call("/api/v1/jobs?limit=1").json()["freshness"]["as_of"] > as_of,
                   "a refresh")

    def test_many_reloads_at_once_all_get_an_answer(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        for _ in range(20):
            agent.process.send_signal(signal.SIGHUP)
            self.assertTrue(self.reload(agent)["ok"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--agent", required=True)
    parser.add_argument("--twsim", required=True)
    known, rest = parser.parse_known_args()
    bench.agent_program, bench.twsim_program = map(os.path.abspath, (known.agent, known.twsim))
    unittest.main(argv=["check_config", *rest], verbosity=2)
