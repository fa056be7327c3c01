# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parents[2] / "tools" / "run_fuzz_targets.py"

WELL = """#!/bin/sh
for argument; do
    case $argument in -max_total_time=7) echo '#42	DONE   cov: 17 ft: 20 corp: 3' ;; esac
done
"""
STUMBLES = """#!/bin/sh
echo 'does not hold: a promise'
for argument; do
    case $argument in -artifact_prefix=*) : >"${argument#*=}crash-1" ;; esac
done
exit 77
"""


class RunFuzzTargets(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.build = pathlib.Path(scratch.name)
        (self.build / "bin").mkdir()
        self.counts = self.build / "counts.txt"

    def target(self, name, script):
        path = self.build / "bin" / f"fuzz_{name}"
        path.write_text(script)
        path.chmod(0o755)

    def run_targets(self, *arguments):
        return subprocess.run([sys.executable, TOOL, self.build, "7", self.counts, *arguments],
                              capture_output=True, text=True, check=False)

    def test_each_target_counts_as_one_test(self):
        self.target("one", WELL)
        self.target("two", WELL)
        run = self.run_targets()
        self.assertEqual(run.returncode, 0)
        self.assertIn("one: 42 inputs, 17 edges", run.stdout)
        self.assertEqual(self.counts.read_text(), "passed 2\n")

    def test_a_finding_is_named_and_fails(self):
        self.target("one", WELL)
        self.target("two", STUMBLES)
        run = self.run_targets()
        self.assertEqual(run.returncode, 1)
        self.assertIn("does not hold: a promise", run.stdout)
        self.assertIn("findings/two-crash-1", run.stdout)
        self.assertEqual(self.counts.read_text(), "passed 1\nfailed fuzz/two: exit code 77\n")

    def test_a_target_that_cannot_be_started_fails(self):
        self.target("one", "#!/nowhere/at/all\n")
        self.assertEqual(self.run_targets().returncode, 1)
        self.assertIn("failed fuzz/one: ", self.counts.read_text())

    def test_only_those_that_are_named_run(self):
        self.target("one", WELL)
        self.target("two", STUMBLES)
        self.assertEqual(self.run_targets("--keep", "one").returncode, 0)
        self.assertEqual(self.run_targets("three").returncode, 2)

    def test_without_targets_nothing_passes(self):
        self.assertEqual(self.run_targets().returncode, 2)
        self.assertFalse(self.counts.exists())

    def test_what_was_found_on_the_way_is_kept_when_asked_for(self):
        self.target("one", WELL)
        found = self.build / "corpus" / "one" / "input"
        self.run_targets()
        found.write_text("x")
        self.run_targets("--keep")
        self.assertTrue(found.exists())
        self.run_targets()
        self.assertFalse(found.exists())


if __name__ == "__main__":
    unittest.main()
