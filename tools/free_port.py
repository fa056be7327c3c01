#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the first free TCP port of 127.0.0.1 from START on, leaving out the ones named after it.

usage: free_port.py START [TAKEN...]
"""

import socket
import sys


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # Servers set this too: a port that only waits out old connections counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def main() -> int:
    start, *taken = (int(argument) for argument in sys.argv[1:])
    for port in range(start, 65536):
        if port not in taken and is_free(port):
            print(port)
            return 0
    print(f"no free port from {start} on", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
