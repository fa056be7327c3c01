# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by dev: ./dev lint [BASE]. clang-tidy and clazy on the sources that changed since BASE.

readonly CLAZY_CHECKS=level0,level1,no-non-pod-global-static

dev_lint() {
    local base=${1:-main} sources code=0
    git rev-parse -q --verify "$base^{commit}" >/dev/null || die "lint: $base is no commit here"
    mapfile -t sources < <(changed_sources "$base")
    if ((${#sources[@]} == 0)); then
        say "No source changed since $base."
        return 0
    fi
    install_packages build lint
    command -v clang-tidy-14 >/dev/null || die "lint: clang-tidy 14 is not in this distribution"

    headline "Build (dev), for the generated files and compile commands"
    build dev || die "the build failed"
    headline "clang-tidy 14 on ${#sources[@]} files"
    run_linter clang-tidy-14 --quiet -p build/dev || code=1
    headline "clazy on ${#sources[@]} files"
    run_linter clazy-standalone -checks="$CLAZY_CHECKS" -p build/dev \
        -header-filter="$PWD/(shared|agent|console)/" | tee build/dev/clazy.log || code=1
    # clazy only warns: its exit code says nothing about what it found.
    if grep -q '\[-Wclazy-' build/dev/clazy.log; then code=1; fi
    return "$code"
}

run_linter() {
    printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P "$BUILD_JOBS" "$@" 2>&1 |
        { grep -v -e 'warnings generated' -e 'Suppressed ' || true; }
}

# changed_sources BASE: changed and new .cpp files, and those that belong to a changed header.
changed_sources() {
    local file
    {
        git diff --name-only --diff-filter=d "$(git merge-base "$1" HEAD)" -- '*.cpp' '*.h'
        git ls-files --others --exclude-standard -- '*.cpp' '*.h'
    } | while IFS= read -r file; do
        file=${file%.h}
        file=${file%.cpp}.cpp
        [[ ! -f $file ]] || printf '%s\n' "$file"
    done | sort -u
}
