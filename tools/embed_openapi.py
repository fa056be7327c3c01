#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Converts openapi.yaml to JSON and writes it as the C++ source of resync::openApiJson().

usage: embed_openapi.py INPUT.yaml OUTPUT.cpp
"""
import json
import sys

import yaml

CHUNK = 80  # characters a line

TEMPLATE = """// Made from openapi.yaml by embed_openapi.py.
#include "resources/OpenApi.h"

namespace resync {{

std::string_view openApiJson()
{{
    static constexpr char Json[] =
{literal};
    return {{Json, sizeof(Json) - 1}};
}}

}} // namespace resync
"""


def literal_of(text: str) -> str:
    """ASCII text as adjacent C++ string literals."""
    chunks = [text[i:i + CHUNK] for i in range(0, len(text), CHUNK)]
    escaped = (chunk.replace("\\", "\\\\").replace('"', '\\"') for chunk in chunks)
    return "\n".join(f'        "{chunk}"' for chunk in escaped)


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=True)
    with open(target, "w", encoding="utf-8") as file:
        file.write(TEMPLATE.format(literal=literal_of(text)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
