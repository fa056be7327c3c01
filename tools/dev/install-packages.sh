#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install-packages.sh NAME...: installs Debian packages as root without starting their services.
# A policy-rc.d that is there already is left alone; ours goes when the installation ends.
set -euo pipefail

readonly POLICY=/usr/sbin/policy-rc.d
readonly MARK='# Made by ./dev of Resync while it installs packages; may be deleted.'

forget_policy() {
    if grep -qsxF "$MARK" "$POLICY"; then rm -f "$POLICY"; fi
}

if [[ ! -e $POLICY ]]; then
    trap forget_policy EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    printf '#!/bin/sh\n%s\nexit 101\n' "$MARK" >"$POLICY"
    chmod 755 "$POLICY"
fi

export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -q -o DPkg::Lock::Timeout=300)
"${apt[@]}" update
"${apt[@]}" install -y --no-install-recommends --no-remove "$@"
