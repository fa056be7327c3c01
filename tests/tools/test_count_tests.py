# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

import count_tests  # noqa: E402  (needs the path above)

QT = """********* Start testing of TestText *********
PASS   : TestText::initTestCase()
PASS   : TestText::trims(a row with (brackets))
{line}
PASS   : TestText::cleanupTestCase()
Totals: whatever
"""


def counts_of(status, output, inner=""):
    report = ElementTree.fromstring(
        f'<testsuite><testcase name="core/Text" status="{status}">{inner}'
        f"<system-out></system-out></testcase></testsuite>")
    report.find("testcase/system-out").text = output
    counts = count_tests.count(report)
    return counts.passed, len(counts.failed), counts.skipped


class CountTests(unittest.TestCase):
    def test_functions_and_rows_count_and_the_frame_does_not(self):
        output = QT.format(line="PASS   : TestText::splits()")
        self.assertEqual(counts_of("run", output), (2, 0, []))

    def test_a_failed_function_counts_once(self):
        output = QT.format(line="FAIL!  : TestText::splits() Compared values are not the same")
        self.assertEqual(counts_of("fail", output), (1, 1, []))

    def test_an_unexpected_pass_is_a_failure(self):
        output = QT.format(line="XPASS  : TestText::splits() 'x' returned TRUE unexpectedly.")
        self.assertEqual(counts_of("fail", output), (1, 1, []))

    def test_a_skip_inside_a_program_is_seen_and_named(self):
        output = QT.format(line="SKIP   : TestText::splits() no keychain here")
        self.assertEqual(counts_of("run", output), (1, 0, ["core/Text: TestText::splits()"]))

    def test_a_failure_of_the_frame_counts(self):
        output = "FAIL!  : TestText::initTestCase() no display\n"
        self.assertEqual(counts_of("fail", output), (0, 1, []))

    def test_a_crash_that_no_function_owns_counts_as_one_failure(self):
        output = "PASS   : TestText::trims()\nAddressSanitizer: heap-use-after-free\n"
        self.assertEqual(counts_of("fail", output), (1, 1, []))

    def test_a_program_without_qt_lines_is_one_test(self):
        self.assertEqual(counts_of("run", "fine\n"), (1, 0, []))
        self.assertEqual(counts_of("fail", ""), (0, 1, []))

    def test_a_program_that_was_not_run_is_skipped_with_the_reason(self):
        inner = '<skipped message="Disabled"/>'
        self.assertEqual(counts_of("disabled", "", inner), (0, 0, ["core/Text: Disabled"]))

    def test_the_text_names_what_failed_and_what_was_skipped(self):
        counts = count_tests.Counts(3, ["core/Text: a()"], ["core/Text: b()"])
        self.assertEqual(counts.text(),
                         "passed 3\nfailed core/Text: a()\nskipped core/Text: b()\n")

    def test_a_broken_report_is_an_error(self):
        self.assertEqual(self.exit_code("<testsuite>"), 1)

    def exit_code(self, report):
        with tempfile.TemporaryDirectory() as scratch:
            junit = pathlib.Path(scratch) / "junit.xml"
            junit.write_text(report, encoding="utf-8")
            return subprocess.run(
                [sys.executable, count_tests.__file__, junit, junit.with_suffix(".txt")],
                capture_output=True, check=False).returncode


if __name__ == "__main__":
    unittest.main()
