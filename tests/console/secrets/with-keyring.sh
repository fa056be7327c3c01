#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs "$@" in a session bus of its own with a real, empty, unlocked Secret Service. The command
# finds the service's process id in KEYRING_PID. Nothing of the caller's session is touched.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
export HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
    XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/run"
dbus-run-session -- sh -c '
    printf "a keyring of the tests\n" |
        gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
    KEYRING_PID=$!
    export KEYRING_PID
    asked=0
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; do
        asked=$((asked + 1))
        [ "$asked" -lt 200 ] || { echo "the Secret Service did not start" >&2; exit 1; }
        sleep 0.05
    done
    status=0
    "$@" || status=$?
    kill -CONT "$KEYRING_PID" && kill "$KEYRING_PID"
    exit "$status"' sh "$@"
