# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "check_layers.py"
sys.path.insert(0, str(ROOT / "tools"))

import check_layers  # noqa: E402  (needs the path above)

RULES = """
[folder."shared/core"]
role = "words"
uses = []
[folder."agent/mirror"]
role = "plan"
uses = ["shared/core"]
[folder."agent/api"]
role = "answers"
uses = ["shared/core", "agent/mirror/Snapshot.h"]
[folder."tests"]
role = "tests"
uses = ["shared", "agent"]
[library."curl"]
headers = ["curl/*"]
folders = ["agent/mirror"]
"""


class CheckLayers(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)
        self.write("tools/layers.toml", RULES)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run_script(self, *arguments):
        return subprocess.run([sys.executable, SCRIPT, "--root", self.root, *arguments],
                              capture_output=True, text=True, check=False)

    def assert_refused(self, file, include, complaint):
        self.write(file, f"// first line\n#include {include}\n")
        result = self.run_script()
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertEqual(result.stdout.strip(), f"{file}:2: {complaint}")

    def assert_allowed(self, file, include):
        self.write(file, f"#include {include}\n")
        result = self.run_script()
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_allowed_includes(self):
        for file, include in (
            ("agent/mirror/Plan.cpp", '"agent/mirror/Plan.h"'),
            ("agent/mirror/Plan.cpp", '"shared/core/Result.h"'),
            ("agent/api/Jobs.cpp", '"agent/mirror/Snapshot.h"'),
            ("agent/api/deep/Jobs.cpp", '"agent/api/Jobs.h"'),
            ("agent/mirror/Fetch.cpp", "<curl/curl.h>"),
            ("agent/api/Jobs.cpp", "<vector>"),
            ("agent/api/Jobs.cpp", '"resync/Version.h"'),
            ("tests/agent/api/tst_Jobs.cpp", "<curl/curl.h>"),
            ("tests/agent/api/tst_Jobs.cpp", '"tests/support/Fake.h"'),
        ):
            with self.subTest(file=file, include=include):
                self.assert_allowed(file, include)

    def test_a_folder_that_is_not_listed_is_refused(self):
        self.assert_refused("shared/core/Text.h", '"agent/mirror/Plan.h"',
                            "shared/core must not include agent/mirror/Plan.h")

    def test_only_the_listed_file_of_a_folder_is_open(self):
        self.assert_refused("agent/api/Jobs.cpp", '"agent/mirror/Refresher.h"',
                            "agent/api must not include agent/mirror/Refresher.h")

    def test_production_code_includes_no_tests(self):
        self.assert_refused("agent/api/Jobs.cpp", '"tests/support/Fake.h"',
                            "production code must not include tests/support/Fake.h")

    def test_a_library_has_one_door(self):
        self.assert_refused("agent/api/Jobs.cpp", "<curl/curl.h>",
                            "<curl/curl.h>: curl is for agent/mirror only")

    def test_angle_brackets_and_dots_are_no_way_around(self):
        self.assert_refused("shared/core/A.h", "<agent/mirror/Plan.h>",
                            "shared/core must not include agent/mirror/Plan.h")
        self.assert_refused("shared/core/A.h", '"../../agent/mirror/Plan.h"',
                            "shared/core must not include agent/mirror/Plan.h")

    def test_a_folder_without_entry_is_refused(self):
        self.assert_refused("agent/redis/Door.cpp", "<vector>",
                            "agent/redis has no entry in layers.toml")

    def test_a_circle_in_the_rules_is_an_error(self):
        self.write("tools/layers.toml", RULES.replace(
            'role = "words"\nuses = []', 'role = "words"\nuses = ["agent/api"]'))
        result = self.run_script()
        self.assertEqual(result.returncode, 2)
        self.assertIn("circle", result.stderr)

    def test_unreadable_rules_are_an_error(self):
        for name, text in (("not TOML", "[folder"), ("no uses", '[folder."a"]\nrole = "x"\n')):
            with self.subTest(name):
                self.write("tools/layers.toml", text)
                self.assertEqual(self.run_script().returncode, 2)

    def test_markdown_lists_every_folder_and_library(self):
        out = self.run_script("--markdown").stdout
        self.assertIn("| `agent/api` | answers | `shared/core`, `agent/mirror/Snapshot.h` |", out)
        self.assertIn("| curl | `agent/mirror` |", out)

    def test_write_replaces_only_what_is_between_the_marks(self):
        self.write("page.md", "top\n<!-- layers: begin -->\nstale words\n<!-- layers: end -->\nend\n")
        self.run_script("--write", self.root / "page.md")
        page = (self.root / "page.md").read_text(encoding="utf-8")
        self.assertTrue(page.startswith("top\n<!-- layers: begin -->\n| folder |"))
        self.assertTrue(page.endswith("|\n<!-- layers: end -->\nend\n"))
        self.assertNotIn("stale words", page)


class TheTree(unittest.TestCase):
    def test_architecture_page_shows_the_rules_as_they_are(self):
        rules = check_layers.Rules.load(ROOT / "tools" / "layers.toml")
        page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
        self.assertIn(check_layers.markdown(rules), page,
                      "run tools/check_layers.py --write docs/architecture.md")


if __name__ == "__main__":
    unittest.main()
