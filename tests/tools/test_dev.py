# SPDX-License-Identifier: GPL-3.0-or-later
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def packages(release, *groups):
    script = '. tools/dev/packages.sh; packages_of "$@"'
    run = subprocess.run(["bash", "-c", script, "bash", release, *groups], cwd=ROOT,
                         capture_output=True, text=True, check=True)
    return run.stdout.split()


class Packages(unittest.TestCase):
    def test_each_release_has_its_own_names(self):
        self.assertIn("libboost1.81-dev", packages("12", "build"))
        self.assertIn("libboost-dev", packages("13", "build"))
        self.assertNotIn("libboost1.81-dev", packages("13", "build"))
        self.assertNotIn("libqt6opengl6-dev", packages("13", "build"))

    def test_only_the_groups_that_are_asked_for(self):
        self.assertNotIn("wrk", packages("12", "build", "test"))
        self.assertIn("wrk", packages("12", "build", "bench"))

    def test_what_is_not_installed_is_missing(self):
        with tempfile.TemporaryDirectory() as scratch:
            query = pathlib.Path(scratch) / "dpkg-query"
            query.write_text('#!/bin/sh\ncase "$4" in\n there) printf installed ;;\n'
                             ' removed) printf config-files ;;\n *) exit 1 ;;\nesac\n')
            query.chmod(0o755)
            run = subprocess.run(
                ["bash", "-c", ". tools/dev/packages.sh; missing_packages there removed never"],
                cwd=ROOT, capture_output=True, text=True, check=True,
                env={**os.environ, "PATH": f"{scratch}:{os.environ['PATH']}"})
        self.assertEqual(run.stdout.split(), ["removed", "never"])


class FreePort(unittest.TestCase):
    def port_from(self, *arguments):
        run = subprocess.run([sys.executable, ROOT / "tools" / "free_port.py",
                              *(str(argument) for argument in arguments)],
                             capture_output=True, text=True, check=True)
        return int(run.stdout)

    def test_a_taken_port_gives_way_to_a_later_one(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.assertGreater(self.port_from(port), port)

    def test_ports_that_are_spoken_for_are_left_out(self):
        first = self.port_from(20000)
        self.assertGreater(self.port_from(20000, first), first)


class Usage(unittest.TestCase):
    def dev(self, *arguments):
        return subprocess.run([ROOT / "dev", *arguments], capture_output=True, text=True,
                              check=False, stdin=subprocess.DEVNULL)

    def test_help_names_every_command(self):
        run = self.dev("help")
        self.assertEqual(run.returncode, 0)
        for command in ("run", "test", "fuzz", "bench", "lint", "format"):
            self.assertIn(f"  {command}", run.stdout)

    def test_an_unknown_command_or_option_is_a_usage_error(self):
        for arguments in (["walk"], ["run", "--fro", "1"], ["run", "--for"], ["run", "--for", "x"],
                          ["run", "--jobs", "0"], ["run", "--jobs", "9999999"], ["fuzz", "long"],
                          ["fuzz", "0"]):
            with self.subTest(arguments):
                self.assertEqual(self.dev(*arguments).returncode, 2)


if __name__ == "__main__":
    unittest.main()
