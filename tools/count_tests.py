#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test functions and data rows in ctest's JUnit report.

usage: count_tests.py JUNIT COUNTS

COUNTS gets a line `passed N`, then a line `failed NAME` or `skipped NAME` for each of those. Qt Test
programs are counted by the lines that they print; a program that failed without saying which function
(a crash, a sanitizer's report, a time-out) counts as one failure, one that prints no such lines as
one test.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

LINE = re.compile(r"^(PASS|FAIL!|SKIP|XPASS)\s*: (\S+?::(.+?\)))", re.MULTILINE)
FRAME = ("initTestCase()", "cleanupTestCase()")  # Qt Test's own; no test unless they fail


@dataclass
class Counts:
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def text(self) -> str:
        lines = [f"passed {self.passed}", *(f"failed {name}" for name in self.failed),
                 *(f"skipped {name}" for name in self.skipped)]
        return "\n".join(lines) + "\n"


def add_program(counts: Counts, case: ElementTree.Element) -> None:
    name = case.get("name", "?")
    status = case.get("status", "run")
    output = case.findtext("system-out") or ""
    if status in ("notrun", "disabled"):
        reason = case.find("skipped")
        why = reason.get("message", status) if reason is not None else status
        counts.skipped.append(f"{name}: {why}")
        return
    lines = LINE.findall(output)
    results = [(word, test) for word, test, function in lines
               if word in ("FAIL!", "XPASS") or function not in FRAME]
    failures = [f"{name}: {test}" for word, test in results if word in ("FAIL!", "XPASS")]
    counts.passed += sum(word == "PASS" for word, _ in results)
    counts.skipped += [f"{name}: {test}" for word, test in results if word == "SKIP"]
    counts.failed += failures
    if status == "fail" and not failures:
        counts.failed.append(f"{name}: ended badly, see its output above")
    elif status == "run" and not results:
        counts.passed += 1


def count(report: ElementTree.Element) -> Counts:
    counts = Counts()
    for case in report.iter("testcase"):
        add_program(counts, case)
    return counts


def main() -> int:
    junit, target = sys.argv[1:]
    try:
        counts = count(ElementTree.parse(junit).getroot())
    except (OSError, ElementTree.ParseError) as error:
        print(f"no test report: {error}", file=sys.stderr)
        return 1
    pathlib.Path(target).write_text(counts.text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
