#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the unittest files below a folder and writes the counts for ./dev test.

usage: run_python_tests.py FOLDER COUNTS

COUNTS gets a line `passed N`, then a line `failed NAME` or `skipped NAME` for each of those.
"""

import pathlib
import sys
import unittest


def main() -> int:
    folder, counts = sys.argv[1:]
    suite = unittest.defaultTestLoader.discover(folder)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite)
    broken = {test.id() for test, _ in result.failures + result.errors}
    broken |= {test.id() for test in result.unexpectedSuccesses}
    passed = max(0, result.testsRun - len(broken) - len(result.skipped))
    lines = [f"passed {passed}", *(f"failed {test}" for test in sorted(broken)),
             *(f"skipped {test.id()}: {why}" for test, why in result.skipped)]
    pathlib.Path(counts).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
