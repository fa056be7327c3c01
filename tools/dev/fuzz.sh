# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by dev: ./dev fuzz [SECONDS [TARGET...]], and by test.sh.

readonly FUZZ_BUILD=build/fuzz

# run_fuzz_targets SECONDS [ARGUMENT...]: runs what is built; the counts are in build/fuzz/counts.txt.
run_fuzz_targets() {
    local seconds=$1
    shift
    rm -f "$FUZZ_BUILD/counts.txt"
    python tools/run_fuzz_targets.py "$FUZZ_BUILD" "$seconds" "$FUZZ_BUILD/counts.txt" "$@"
}

dev_fuzz() {
    local seconds=${1:-3600}
    shift || true
    if [[ ! $seconds =~ ^[1-9][0-9]{0,6}$ ]]; then
        say "./dev fuzz: takes a number of seconds, then names of targets" >&2
        exit 2
    fi
    install_packages build fuzz
    headline "Build the fuzz targets"
    build fuzz || die "the build failed"
    headline "Fuzz, $seconds s a target, two at a time; Ctrl+C ends it"
    run_fuzz_targets "$seconds" --keep "$@"
}
