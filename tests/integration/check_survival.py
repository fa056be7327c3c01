#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the engine does, the agent recovers by itself, and through all of it shows no job that does
not exist, loses none, and never passes an older value off as fresh."""
import time
import unittest

import check_agent as programs

FAULTS = ["http_500", "http_503", "http_403", "half_body", "html", "garbage", "hang", "empty_plan"]
HARMLESS = ["unknown_words", "huge_field", "latency"]


class Survival(programs.AgentTest):
    def start(self, **settings):
        self.twsim = self.engine()
        settings = {"TWS_READ_TIMEOUT": "1", "TWS_FULL_SWEEP": "60", **settings}
        self.resync = self.agent(self.twsim, **settings).ready()

    def jobs(self, query=""):
        """All jobs by id, and the freshness of the answer."""
        answer = self.resync.call(f"/api/v1/jobs?limit=10000{query}").json()
        return {job["id"]: job for job in answer["items"]}, answer["freshness"]

    def truth(self):
        told = self.twsim.control("GET", "/truth")
        return told.get("jobs", told)

    def wait_fresh(self, what):
        programs.wait_until(lambda: not self.jobs()[1]["stale"], f"fresh data after {what}")

    def assert_equal_to_the_truth(self, what):
        """With the plan's time standing still, after one refresh and one sweep."""
        self.twsim.control("POST", "/time/freeze")
        try:
            programs.wait_until(
                lambda: self.resync.call("/api/v1/cache/invalidate?scope=system", "POST")
                .json()["refreshed"], f"a whole read after {what}")
            shown, _ = self.jobs()
            truth = self.truth()
            self.assertEqual(set(truth), set(shown), what)
            wrong = {job for job in truth if truth[job].lower() != shown[job]["status"]}
            self.assertEqual(set(), wrong, what)
        finally:
            self.twsim.control("POST", "/time/resume")

    def test_every_fault_is_survived(self):
        self.start()
        known = set(self.truth())
        for operation in (None, "plan/job", "plan/jobstream", "plan/workstation"):
            for kind in FAULTS:
                with self.subTest(f"{kind} in {operation or 'everything'}"):
                    fault = {"kind": kind, "value_ms": 3000}
                    if operation:
                        fault["operation"] = operation
                    self.twsim.control("POST", "/faults", fault)
                    if operation is None:
                        programs.wait_until(lambda: self.jobs()[1]["stale"], f"stale under {kind}")
                    else:
                        time.sleep(1.5)
                    shown, _ = self.jobs()
                    self.assertLessEqual(set(shown), known, "an invented row")
                    self.assertEqual(set(), known - set(shown), "a lost row")
                    self.twsim.control("DELETE", "/faults")
                    self.wait_fresh(kind)
        self.assert_equal_to_the_truth("all faults")

    def test_odd_but_readable_answers_are_read(self):
        self.start()
        for kind in HARMLESS:
            with self.subTest(kind):
                self.twsim.control("POST", "/faults", {"kind": kind, "value_ms": 100})
                self.resync.call("/api/v1/cache/invalidate", "POST")
                shown, _ = self.jobs()
                self.assertEqual(set(self.truth()), set(shown))
                self.twsim.control("DELETE", "/faults")
                self.wait_fresh(kind)
        self.assert_equal_to_the_truth("odd answers")

    def test_a_new_plan_is_taken_over(self):
        self.start()
        before = self.resync.call("/api/v1/plan").json()["id"]
        self.twsim.control("POST", "/plan/rollover", {"gap_seconds": 2})
        programs.wait_until(lambda: self.resync.call("/api/v1/plan").json()["id"] != before,
                            "the new plan")
        self.wait_fresh("the rollover")
        self.assert_equal_to_the_truth("the rollover")

    def test_a_rollover_in_the_middle_of_a_sweep(self):
        self.start()
        self.twsim.control("POST", "/faults", {"kind": "latency", "value_ms": 300,
                                               "operation": "plan/job"})
        before = self.resync.call("/api/v1/plan").json()["id"]
        self.resync.call("/api/v1/cache/invalidate?scope=jobs&dry_run=false", "POST")
        self.twsim.control("POST", "/plan/rollover", {"gap_seconds": 0})
        programs.wait_until(lambda: self.resync.call("/api/v1/plan").json()["id"] != before,
                            "the new plan")
        self.twsim.control("DELETE", "/faults")
        self.wait_fresh("the rollover")
        self.assert_equal_to_the_truth("a rollover in a sweep")

    def test_a_host_that_goes_and_comes(self):
        self.start()
        self.twsim.control("POST", "/host/down")
        programs.wait_until(lambda: self.jobs()[1]["stale"], "stale data")
        shown, freshness = self.jobs()
        self.assertEqual("engine_unreachable", freshness["reason"]["code"])
        self.assertEqual(set(self.truth()), set(shown))
        self.twsim.control("POST", "/host/up")
        self.wait_fresh("the host's return")
        self.assert_equal_to_the_truth("the host's return")

    def test_clocks_that_differ_by_an_hour(self):
        for seconds in (3600, -3600):
            with self.subTest(seconds):
                self.start()
                self.twsim.control("POST", "/time/skew", {"seconds": seconds})
                self.wait_fresh("the skew")
                job = next(i for i, j in self.jobs()[0].items() if j["status"] == "waiting")
                self.twsim.control("POST", f"/jobs/{job}/abend")
                programs.wait_until(lambda j=job: self.jobs()[0][j]["status"] == "error",
                                    "an abend under skew")
                self.assert_equal_to_the_truth("a skew")

    def test_two_hosts_of_which_one_lies(self):
        liar = self.engine()
        liar.control("POST", "/faults", {"kind": "http_500"})
        self.twsim = self.engine()
        self.resync = self.agent(self.twsim,
                                 TWS_HOST=f"127.0.0.1:{liar.port},127.0.0.1:{self.twsim.port}").ready()
        self.wait_fresh("the first host's failure")
        self.assertEqual(set(self.truth()), set(self.jobs()[0]))
        health = self.resync.call("/api/v1/health").json()["components"][0]
        self.assertEqual(f"127.0.0.1:{self.twsim.port}", health["details"]["host"])


if __name__ == "__main__":
    programs.run_checks()
