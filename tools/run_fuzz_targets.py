#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs fuzz targets, two at a time, and writes the counts for ./dev test.

usage: run_fuzz_targets.py BUILD SECONDS COUNTS [--keep] [TARGET...]

BUILD/bin/fuzz_TARGET runs for SECONDS from the inputs in tests/fuzz/corpus/TARGET. What it finds on
its way goes to BUILD/corpus/TARGET, which is emptied before unless --keep is given; an input that it
stumbles over stays as BUILD/findings/TARGET-..., its log is BUILD/TARGET.log. COUNTS gets a line
`passed N`, then a line `failed NAME` for each target that stumbled.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUZZ = ROOT / "tests" / "fuzz"
AT_ONCE = 2
ONE_INPUT = 25  # s, on a busy machine
GRACE = 120  # s, for the start and the input that is under way at the end
LIMITS = [f"-timeout={ONE_INPUT}", "-rss_limit_mb=2560", "-max_len=4096", "-print_final_stats=1"]
DONE = re.compile(r"^#(\d+)\s+DONE\s+cov: (\d+)", re.MULTILINE)


def all_targets(build: pathlib.Path) -> list[str]:
    return sorted(path.name.removeprefix("fuzz_") for path in (build / "bin").glob("fuzz_*"))


def command(build: pathlib.Path, target: str, seconds: int, keep: bool) -> list[str]:
    """With \a keep the search goes on where the last one ended; else it is the same each time."""
    made = [str(build / "bin" / f"fuzz_{target}"), *LIMITS, f"-max_total_time={seconds}",
            f"-artifact_prefix={build / 'findings'}/{target}-"]
    if not keep:
        made.append("-seed=1")
    dictionary = FUZZ / f"{target}.dict"
    if dictionary.exists():
        made.append(f"-dict={dictionary}")
    return [*made, str(build / "corpus" / target), str(FUZZ / "corpus" / target)]


def prepare(build: pathlib.Path, target: str, keep: bool) -> None:
    (build / "findings").mkdir(exist_ok=True)
    found = build / "corpus" / target
    if not keep:
        shutil.rmtree(found, ignore_errors=True)
    found.mkdir(parents=True, exist_ok=True)


def run(build: pathlib.Path, target: str, seconds: int, keep: bool) -> str:
    """What went wrong; empty: nothing."""
    log = build / f"{target}.log"
    environment = {**os.environ, "UBSAN_OPTIONS": "print_stacktrace=1",
                   "ASAN_OPTIONS": "detect_stack_use_after_return=1"}
    with log.open("wb") as out:
        try:
            code = subprocess.run(command(build, target, seconds, keep), stdin=subprocess.DEVNULL,
                                  stdout=out, stderr=out, timeout=seconds + GRACE, check=False,
                                  env=environment).returncode
        except subprocess.TimeoutExpired:
            return f"did not end within {seconds + GRACE} s"
        except OSError as error:
            return str(error)
    return f"exit code {code}" if code else ""


def report(build: pathlib.Path, target: str, began: float, fault: str) -> None:
    log = build / f"{target}.log"
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    if not fault:
        done = DONE.search(text)
        figures = f"{done[1]} inputs, {done[2]} edges" if done else "no figures"
        print(f"   {target}: {figures}, {time.monotonic() - began:.0f} s", flush=True)
        return
    print(f"   {target}: {fault}; the end of {os.path.relpath(log)}:")
    print("\n".join("      " + line[:300] for line in text.splitlines()[-40:]))
    for finding in sorted((build / "findings").glob(f"{target}-*")):
        print(f"   finding: {os.path.relpath(finding)}")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("seconds", type=int)
    parser.add_argument("counts", type=pathlib.Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("targets", nargs="*")
    options = parser.parse_intermixed_args()
    build = options.build.resolve()
    known = all_targets(build)
    targets = options.targets or known
    if not targets or set(targets) - set(known):
        print("there are: " + ", ".join(known) if known else "there are no targets", file=sys.stderr)
        return 2

    def one(target: str) -> str:
        began = time.monotonic()
        prepare(build, target, options.keep)
        fault = run(build, target, options.seconds, options.keep)
        report(build, target, began, fault)
        return fault

    with ThreadPoolExecutor(AT_ONCE) as pool:
        faults = dict(zip(targets, pool.map(one, targets)))
    failed = [f"fuzz/{target}: {fault}" for target, fault in faults.items() if fault]
    lines = [f"passed {len(targets) - len(failed)}", *(f"failed {name}" for name in failed)]
    options.counts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
