# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by dev: ./dev test. Each step adds to passed, failed and skipped; all steps run, so that one
# go shows everything that is wrong.

# shellcheck source=tools/dev/fuzz.sh
. tools/dev/fuzz.sh

passed=0 failed=0 skipped=0
failures=() left_out=()

add_failure() {
    failed=$((failed + 1))
    failures+=("$1")
}

# check TITLE COMMAND...: one step that counts as one test.
check() {
    local title=$1 started=$SECONDS
    shift
    headline "$title"
    if "$@"; then passed=$((passed + 1)); else add_failure "$title"; fi
    say "   $((SECONDS - started)) s"
}

leave_out() {
    skipped=$((skipped + 1))
    left_out+=("$1")
    warn "   LEFT OUT: $1"
}

# add_counts FILE: adds what a counting tool found: "passed N", then a line "failed NAME" or
# "skipped NAME" for each of those.
add_counts() {
    local word rest
    while read -r word rest; do
        case $word in
        passed) passed=$((passed + rest)) ;;
        failed) add_failure "$rest" ;;
        skipped)
            skipped=$((skipped + 1))
            left_out+=("$rest")
            ;;
        esac
    done <"$1"
}

format_sources() { git ls-files -- '*.h' '*.cpp'; }

check_format() {
    format_sources | xargs -r clang-format-14 --dry-run -Werror --ferror-limit=3
}

run_python_tests() {
    local counts=build/asan/python-tests.txt
    rm -f "$counts"
    python tools/run_python_tests.py tests/tools "$counts" || true
    if [[ -s $counts ]]; then add_counts "$counts"; else add_failure "Python tests"; fi
}

run_cpp_tests() {
    local junit=$PWD/build/asan/junit.xml code=0 failed_before=$failed
    rm -f "$junit"
    # The counts are read from the tests' own output, so that must not be cut.
    ctest --preset asan --output-junit "$junit" --test-output-size-passed 16777216 \
        --test-output-size-failed 16777216 </dev/null || code=$?
    if python tools/count_tests.py "$junit" build/asan/counts.txt; then
        add_counts build/asan/counts.txt
    else
        add_failure "the report of ctest"
    fi
    # What ctest itself stumbles over (no tests at all, say) shows in no test.
    if ((code != 0 && failed == failed_before)); then add_failure "ctest (exit code $code)"; fi
}

# Short runs from the committed inputs; with CI=true a minute each.
run_fuzz_stage() {
    local seconds=5
    [[ ${CI:-} != true ]] || seconds=60
    if ! command -v clang++ >/dev/null; then
        leave_out "fuzz_targets: clang++ is not installed"
        return
    fi
    if ! build fuzz; then
        add_failure "the build of the fuzz targets; they were not run"
        return
    fi
    run_fuzz_targets "$seconds" || true
    if [[ -s $FUZZ_BUILD/counts.txt ]]; then
        add_counts "$FUZZ_BUILD/counts.txt"
    else
        add_failure "fuzz_targets"
    fi
}

dev_test() {
    (($# == 0)) || die "test takes no arguments"
    local started=$SECONDS
    install_packages build test fuzz
    if command -v clang-format-14 >/dev/null; then
        check "Format (clang-format 14)" check_format
    else
        headline "Format (clang-format 14)"
        leave_out "format check: clang-format 14 is not in this distribution"
    fi
    check "Layers (tools/layers.toml)" python tools/check_layers.py
    mkdir -p build/asan
    headline "Python tests"
    run_python_tests
    headline "Build with address and undefined-behaviour sanitizers"
    if build asan; then
        headline "Tests"
        local tests_started=$SECONDS
        run_cpp_tests
        say "   tests took $((SECONDS - tests_started)) s"
    else
        add_failure "the build; the C++ tests were not run"
    fi
    headline "Fuzz targets (fuzz_targets)"
    local fuzz_started=$SECONDS
    run_fuzz_stage
    say "   fuzz targets took $((SECONDS - fuzz_started)) s"
    close_test "$((SECONDS - started))"
}

# close_test SECONDS: says what was left out and ends with the one line that tools read.
close_test() {
    local name code=0
    headline "Done in $1 s"
    if ((skipped)); then
        warn "LEFT OUT on this machine ($skipped):"
        for name in "${left_out[@]}"; do warn "   $name"; done
    fi
    if ((failed)); then
        code=1
        alarm "FAILED ($failed):"
        for name in "${failures[@]}"; do alarm "   $name"; done
    fi
    if ((skipped)) && [[ ${CI:-} == true ]]; then
        say "With CI=true a skipped test counts as a failure."
        code=1
    fi
    say "$passed passed, $failed failed, $skipped skipped"
    exit "$code"
}
