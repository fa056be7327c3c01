#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""resync-twsim as a program: its command line, its password, its ports, its end."""
import argparse
import base64
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

DEADLINE = 60  # seconds; the machine may be busy
SMALL = ["--jobs", "100", "--workstations", "8"]
program = ""


class Running:
    """The program in the background, on free ports."""

    def __init__(self, *arguments, **environment):
        self.folder = tempfile.TemporaryDirectory()
        self.log = pathlib.Path(self.folder.name, "log")
        port_file = pathlib.Path(self.folder.name, "ports")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [program, *SMALL, "--port", "0", "--control-port", "0", "--port-file", port_file,
                 *arguments], stderr=log, env={**os.environ, **environment})
        end = time.monotonic() + DEADLINE
        while not port_file.exists() and time.monotonic() < end and self.process.poll() is None:
            time.sleep(0.01)
        self.port, self.control_port = map(int, port_file.read_text().split())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def status(self, user, password):
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/twsd/api/v2/engine/info",
                                         headers={"Authorization": "Basic " + token})
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code


def run(*arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=DEADLINE)


class Program(unittest.TestCase):
    def test_help_names_every_option(self):
        result = run("--help")
        self.assertEqual(result.returncode, 0)
        for option in ("--host", "--port", "--control-port", "--port-file", "--user",
                       "--password-file", "--jobs", "--workstations", "--seed", "--speed",
                       "--latency-ms", "--mirror-lag-ms", "--api", "--version",
                       "/plan/rollover"):
            self.assertIn(option, result.stdout)

    def test_version(self):
        result = run("--version")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^resync-twsim \d+\.\d+\.\d+\n$")

    def test_wrong_usage_ends_with_2(self):
        for arguments in (["--nothing"], ["--jobs", "1"], ["--jobs", "x"], ["--port", "70000"],
                          ["--speed", "-1"], ["--latency-ms", "-1"], ["--workstations", "0"],
                          ["--api", "v3"], ["--mirror-lag-ms", "-1"]):
            with self.subTest(arguments):
                result = run(*arguments)
                self.assertEqual(result.returncode, 2)
                self.assertIn(arguments[0], result.stderr)

    def test_stops_cleanly(self):
        for stop in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(stop), Running() as running:
                running.process.send_signal(stop)
                self.assertEqual(running.process.wait(DEADLINE), 0)
                self.assertEqual(running.log.read_text().count("listening"), 1)

    def test_password_from_file(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("pa ss:word\n")
            file.flush()
            with Running("--password-file", file.name, RESYNC_TWSIM_PASSWORD="other") as running:
                self.assertEqual(running.status("twsuser", "pa ss:word"), 200)
                self.assertEqual(running.status("twsuser", "other"), 401)
                self.assertNotIn("pa ss", running.log.read_text())

    def test_password_from_environment(self):
        with Running("--user", "ops", RESYNC_TWSIM_PASSWORD="geheim") as running:
            self.assertEqual(running.status("ops", "geheim"), 200)
            self.assertEqual(running.status("twsuser", "geheim"), 401)
            self.assertNotIn("geheim", running.log.read_text())

    def test_random_password_is_printed_once(self):
        with Running(RESYNC_TWSIM_PASSWORD="") as running:
            lines = [line for line in running.log.read_text().splitlines() if "password" in line]
            self.assertEqual(len(lines), 1)
            self.assertEqual(running.status("twsuser", lines[0].split()[-1]), 200)

    def test_unreadable_password_file(self):
        result = run("--password-file", "/nonexistent/password")
        self.assertEqual(result.returncode, 1)
        self.assertIn("/nonexistent/password", result.stderr)

    def test_taken_port_is_named(self):
        with Running() as running:
            for arguments, port in ((["--control-port", "0", "--port"], running.port),
                                    (["--port", "0", "--control-port"], running.control_port)):
                result = run(*SMALL, *arguments, str(port))
                self.assertEqual(result.returncode, 1)
                self.assertIn(str(port), result.stderr)

    def test_unwritable_port_file(self):
        result = run(*SMALL, "--port", "0", "--control-port", "0", "--port-file",
                     "/nonexistent/ports")
        self.assertEqual(result.returncode, 1)
        self.assertIn("/nonexistent/ports", result.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    options, rest = parser.parse_known_args()
    program = options.program
    unittest.main(argv=["check_program.py", *rest])
