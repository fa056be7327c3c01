# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by dev: messages, progress, Python.

# default_jobs: a compiler a core, but each needs 1.5 GiB.
default_jobs() {
    awk -v cores="$(nproc)" '/^MemAvailable:/ { fit = int($2 / 1572864) }
        END { n = fit < cores ? fit : cores; print n < 1 ? 1 : n }' /proc/meminfo
}
# A second clone finds what the first has compiled, wherever it lies; precompiled headers count too.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=1
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}

readonly BUILD_JOBS=${RESYNC_BUILD_JOBS:-$(default_jobs)}

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
    readonly BOLD=$'\e[1m' RED=$'\e[31m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'
else
    readonly BOLD='' RED='' YELLOW='' PLAIN=''
fi

say() { printf '%s\n' "$*"; }
headline() { printf '\n%s== %s%s\n' "$BOLD" "$*" "$PLAIN"; }
warn() { printf '%s%s%s\n' "$YELLOW" "$*" "$PLAIN"; }
alarm() { printf '%s%s%s\n' "$RED" "$*" "$PLAIN"; }
die() {
    alarm "./dev: $*" >&2
    exit 1
}

# The distribution's Python sees the distribution's modules; one from elsewhere may not.
python() {
    if [[ -x /usr/bin/python3 ]]; then /usr/bin/python3 "$@"; else python3 "$@"; fi
}

# report_progress LOG: until killed, or the script is gone, shows the last "[n/m]" of the log; on a terminal each second on
# one line, elsewhere every 15 s on a line of its own.
report_progress() {
    local log=$1 seen='' now pause=15
    [[ -t 1 ]] && pause=1
    while sleep "$pause" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        now=$(grep -o '^\[[0-9]*/[0-9]*\]' "$log" 2>/dev/null | tail -n 1)
        [[ $now == "$seen" ]] && continue
        seen=$now
        if [[ -t 1 ]]; then printf '\r   %s ' "$now"; else say "   $now"; fi
    done
}

# logged LOG COMMAND...: runs the command with its output in LOG and progress on the terminal; when
# it fails, shows the errors, or else the end, of the log. The exit code is the command's.
logged() {
    local log=$1 reporter code=0
    shift
    mkdir -p "$(dirname "$log")"
    : >"$log"
    report_progress "$log" &
    reporter=$!
    "$@" >"$log" 2>&1 </dev/null || code=$?
    kill "$reporter" 2>/dev/null || true
    wait "$reporter" 2>/dev/null || true
    [[ -t 1 ]] && printf '\r%20s\r' ''
    ((code == 0)) || show_failure "$log"
    return "$code"
}

show_failure() {
    local log=$1
    if grep -q '^FAILED: ' "$log"; then
        grep -A 40 -m 3 '^FAILED: ' "$log" | cut -c 1-400
    else
        tail -n 40 "$log"
    fi
    say "   the whole log: $log"
}

# build PRESET: configures and builds it; logs in build/PRESET.
build() {
    local preset=$1 started=$SECONDS configure=(cmake --preset "$1")
    [[ ! -x /usr/bin/python3 ]] || configure+=(-D Python3_EXECUTABLE=/usr/bin/python3)
    logged "build/$preset/configure.log" "${configure[@]}" || return 1
    say "   configured in $((SECONDS - started)) s; building with $BUILD_JOBS jobs"
    started=$SECONDS
    logged "build/$preset/build.log" cmake --build --preset "$preset" -j "$BUILD_JOBS" || return 1
    say "   built in $((SECONDS - started)) s"
}
