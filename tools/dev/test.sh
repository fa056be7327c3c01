# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by dev: ./dev test. Each step adds to passed, failed and skipped; all steps run, so that one
# go shows everything that is wrong.

passed=0 failed=0 skipped=0
left_out=()

# check TITLE COMMAND...: one step that counts as one test.
check() {
    local title=$1 started=$SECONDS
    shift
    headline "$title"
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    say "   $((SECONDS - started)) s"
}

leave_out() {
    skipped=$((skipped + 1))
    left_out+=("$1")
    warn "   LEFT OUT: $1"
}

# add_counts FILE: adds a line "passed failed skipped" and names what was skipped on the lines after.
add_counts() {
    local p f s name
    {
        read -r p f s
        while IFS= read -r name; do left_out+=("$name"); done
    } <"$1"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

format_sources() { git ls-files -- '*.h' '*.cpp'; }

check_format() {
    format_sources | xargs -r clang-format-14 --dry-run -Werror --ferror-limit=3
}

run_python_tests() {
    local code=0
    python tools/run_python_tests.py tests/tools build/asan/python-tests.txt || code=$?
    if [[ -s build/asan/python-tests.txt ]]; then
        add_counts build/asan/python-tests.txt
    else
        failed=$((failed + 1))
    fi
    return "$code"
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
        failed=$((failed + 1))
    fi
    # What ctest itself stumbles over (no tests at all, say) shows in no test.
    if ((code != 0 && failed == failed_before)); then failed=$((failed + 1)); fi
}

dev_test() {
    (($# == 0)) || die "test takes no arguments"
    local started=$SECONDS
    install_packages build test
    if command -v clang-format-14 >/dev/null; then
        check "Format (clang-format 14)" check_format
    else
        headline "Format (clang-format 14)"
        leave_out "format check: clang-format 14 is not in this distribution"
    fi
    check "Layers (tools/layers.toml)" python tools/check_layers.py
    mkdir -p build/asan
    headline "Python tests"
    run_python_tests || true
    headline "Build with address and undefined-behaviour sanitizers"
    if build asan; then
        headline "Tests"
        local tests_started=$SECONDS
        run_cpp_tests
        say "   tests took $((SECONDS - tests_started)) s"
    else
        failed=$((failed + 1))
        warn "   NOT RUN: the C++ tests, because the build failed"
    fi
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
    ((failed == 0)) || code=1
    if ((skipped)) && [[ ${CI:-} == true ]]; then
        say "With CI=true a skipped test counts as a failure."
        code=1
    fi
    say "$passed passed, $failed failed, $skipped skipped"
    exit "$code"
}
