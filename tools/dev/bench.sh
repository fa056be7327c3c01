# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by dev: ./dev bench. First figures of the release build on this machine.

dev_bench() {
    (($# == 0)) || die "bench takes no arguments"
    install_packages build bench
    headline "Build (release)"
    build release || die "the build failed"
    headline "Measure (about five minutes; keep the machine quiet)"
    python tools/bench/bench.py --bin build/release/bin
}
