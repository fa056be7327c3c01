# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by dev: the distribution packages that a command needs.

# release_number: the number of this Debian release, or nothing elsewhere.
release_number() {
    # shellcheck source=/dev/null
    (. /etc/os-release 2>/dev/null && [[ ${ID:-} == debian ]] && printf '%s' "${VERSION_ID:-}") || true
}

# packages_of RELEASE GROUP...: the names, one a line.
packages_of() {
    local release=$1
    shift
    awk -v release="$release" -v groups=" $* " '
        /^#/ { next }
        index(groups, " " $1 " ") && ($2 == "*" || $2 == release) { for (i = 3; i <= NF; i++) print $i }
    ' tools/dev/packages.txt | sort -u
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
    local name state
    for name in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) || true
        [[ $state == installed ]] || printf '%s\n' "$name"
    done
}

# install_packages GROUP...: shows and installs what is missing; nothing when all is there.
install_packages() {
    local release missing
    release=$(release_number)
    if [[ ! -r tools/dev/packages.txt ]]; then die "tools/dev/packages.txt is missing"; fi
    if [[ $release != 12 && $release != 13 ]]; then
        warn "Packages are known for Debian 12 and 13 only: going on with what is installed here"
        warn "(tools/dev/packages.txt lists the names to look for)."
        return 0
    fi
    # shellcheck disable=SC2046  # names hold no blanks
    mapfile -t missing < <(missing_packages $(packages_of "$release" "$@"))
    ((${#missing[@]})) || return 0

    headline "Packages to install (${#missing[@]})"
    printf '%s\n' "${missing[@]}" | fold_names
    run_as_root "${missing[@]}" || die "the packages could not be installed (see above)"
}

fold_names() { paste -s -d ' ' | fold -s -w 96 | sed 's/^/   /'; }

# run_as_root NAME...: installs as root, through sudo where that is needed.
run_as_root() {
    local installer=tools/dev/install-packages.sh
    if ((EUID == 0)); then
        bash "$installer" "$@"
    elif command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
        say "   sudo may ask for your password"
        sudo bash "$installer" "$@"
    else
        say "Neither root nor sudo here. As root, run:"
        say "   apt-get install --no-install-recommends --no-remove $*"
        exit 1
    fi
}
