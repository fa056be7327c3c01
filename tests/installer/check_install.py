#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cmake --install puts on a server: files, modes, a unit that systemd accepts, settings that load."""
import argparse
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile
import unittest

cmake = build = ""


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="resync-install-")
        cls.root = pathlib.Path(cls.folder.name)
        cls.install()
        cls.etc = cls.root / "etc/resync"
        cls.agent = cls.root / "usr/local/bin/resync-agent"

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def install(cls):
        return subprocess.run([cmake, "--install", build, "--component", "agent"],
                              env={"DESTDIR": str(cls.root), "PATH": "/usr/bin:/bin"}, check=True,
                              capture_output=True, text=True).stdout

    def test_settings_are_for_root_and_the_group(self):
        self.assertEqual(mode(self.etc), 0o750)
        self.assertEqual(mode(self.etc / "resync.env"), 0o640)
        self.assertEqual(mode(self.etc / "settings.production.toml"), 0o640)

    def test_own_settings_are_kept(self):
        own = self.etc / "settings.production.toml"
        shipped = own.read_text()
        own.write_text("[tws]\nread_timeout = 20\n")
        try:
            self.assertIn("Kept:", self.install())
            self.assertEqual(own.read_text(), "[tws]\nread_timeout = 20\n")
        finally:
            own.write_text(shipped)

    def test_unit_is_accepted(self):
        units = self.root / "usr/local/lib/systemd/system"
        text = (units / "resync-agent.service").read_text()
        self.assertNotIn("@CMAKE", text)
        self.assertIn("Type=notify", text)
        self.assertIn("Restart=always", text)
        if not shutil.which("systemd-analyze"):
            self.skipTest("systemd-analyze is not here")
        with tempfile.TemporaryDirectory() as scratch:  # the program where the unit names it
            unit = pathlib.Path(scratch, "resync-agent.service")
            unit.write_text(text.replace("/usr/local/bin/resync-agent", str(self.agent))
                            .replace("file:/usr/local", f"file:{self.root}/usr/local"))
            answer = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
        self.assertEqual((answer.returncode, answer.stdout + answer.stderr), (0, ""))

    def test_shipped_settings_load_and_ask_to_be_filled_in(self):
        answer = self.effective(lambda text: text)
        remarks = answer.stderr.splitlines()
        self.assertEqual(len(remarks), 1, remarks)
        self.assertIn("neither TWS_HOST nor ADMIN_PASSWORD is set", remarks[0])
        self.assertIn("APP_ENV = production", answer.stdout)

    def test_every_example_is_a_known_setting(self):
        """All examples in use at once; the file of certificates holds one."""
        certificates = self.root / "engine-ca.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                        "-nodes", "-subj", "/CN=engine", "-keyout", "/dev/null", "-out", certificates],
                       check=True, capture_output=True)
        def use(text):
            text = re.sub(r"^#(?=\w+ ?=)", "", text, flags=re.MULTILINE)
            text = text.replace("/etc/resync/engine-ca.pem", str(certificates))
            return re.sub(r"(PASSWORD|API_KEY)=$", r"\1=correct-horse-battery", text, flags=re.MULTILINE)
        answer = self.effective(use)
        unknown = [line for line in answer.stderr.splitlines() if "unknown" in line.lower()]
        self.assertEqual((answer.returncode, unknown), (0, []), answer.stderr)
        self.assertIn("TWS_READ_TIMEOUT = 30", answer.stdout)
        self.assertIn("mdm01.example.net", answer.stdout)
        self.assertNotIn("correct-horse", answer.stdout + answer.stderr)

    def effective(self, edit):
        """What the agent makes of the shipped files, edited, in a folder of their own."""
        with tempfile.TemporaryDirectory() as scratch:
            for name, copy in (("resync.env", ".env"), ("settings.production.toml",) * 2):
                path = pathlib.Path(scratch, copy)
                path.write_text(edit((self.etc / name).read_text()))
                path.chmod(0o640)
            return subprocess.run([self.agent, "config", "--config-dir", scratch],
                                  capture_output=True, text=True,
                                  env={"PATH": "/usr/bin:/bin", "HOME": str(self.root)})


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cmake", required=True)
    parser.add_argument("--build", required=True)
    options, rest = parser.parse_known_args()
    cmake, build = options.cmake, options.build
    unittest.main(argv=[__file__, *rest], verbosity=2)
