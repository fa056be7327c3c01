#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks who includes whom against layers.toml, or prints the rules as Markdown.

usage: check_layers.py [--root DIR] [--markdown | --write PAGE]

Exit code 0: all includes are allowed; 1: some are not, each on a line `file:line: what`;
2: the rules themselves are wrong.
"""

import argparse
import fnmatch
import os
import pathlib
import re
import sys
import tomllib
from dataclasses import dataclass

SOURCES = (".h", ".cpp")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
BEGIN, END = "<!-- layers: begin -->", "<!-- layers: end -->"
TOP_FOLDERS = ("shared", "agent", "console", "tests")


class RulesError(Exception):
    """layers.toml says something that cannot be meant."""


@dataclass(frozen=True)
class Include:
    file: str  # path from the root
    line: int
    target: str
    quoted: bool


@dataclass(frozen=True)
class Library:
    name: str
    headers: tuple[str, ...]
    folders: tuple[str, ...]


@dataclass(frozen=True)
class Folder:
    role: str
    uses: tuple[str, ...]


def is_within(path: str, folder: str) -> bool:
    """True for the folder itself, what lies below it, and a file named exactly so."""
    return path == folder or path.startswith(folder + "/")


class Rules:
    def __init__(self, document: dict):
        self.folders = {name: Folder(entry.get("role", ""), tuple(entry["uses"]))
                        for name, entry in document.get("folder", {}).items()}
        self.libraries = [Library(name, tuple(entry["headers"]), tuple(entry["folders"]))
                          for name, entry in document.get("library", {}).items()]
        self._refuse_cycles()

    @staticmethod
    def load(path: pathlib.Path) -> "Rules":
        try:
            return Rules(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, KeyError, OSError) as error:
            raise RulesError(f"{path}: {error}") from error

    def folder_of(self, file: str) -> str | None:
        """The most specific folder with an entry that holds the file."""
        owners = [name for name in self.folders if is_within(file, name)]
        return max(owners, key=len, default=None)

    def may_use(self, folder: str, target: str) -> bool:
        allowed = (folder, *self.folders[folder].uses)
        return any(is_within(target, entry) for entry in allowed)

    def used_folders(self, folder: str) -> set[str]:
        """Folders of which any part may be included, the folder itself left out."""
        return {other for other in self.folders if other != folder
                and any(is_within(other, use) or is_within(use, other)
                        for use in self.folders[folder].uses)}

    def _refuse_cycles(self) -> None:
        done: set[str] = set()

        def visit(folder: str, trail: tuple[str, ...]) -> None:
            if folder in trail:
                circle = (*trail[trail.index(folder):], folder)
                raise RulesError("folders use one another in a circle: " + " -> ".join(circle))
            if folder not in done:
                for used in sorted(self.used_folders(folder)):
                    visit(used, (*trail, folder))
                done.add(folder)

        for name in self.folders:
            visit(name, ())


def read_includes(root: pathlib.Path, file: str) -> list[Include]:
    text = (root / file).read_text(encoding="utf-8", errors="replace")
    matches = ((number, INCLUDE.match(line)) for number, line in enumerate(text.splitlines(), 1))
    return [Include(file, number, match[2], match[1] == '"') for number, match in matches if match]


def find_sources(root: pathlib.Path) -> list[str]:
    found = []
    for top in TOP_FOLDERS:
        for folder, _, names in os.walk(root / top):
            found += [str((pathlib.Path(folder) / name).relative_to(root))
                      for name in names if name.endswith(SOURCES)]
    return sorted(found)


def project_target(include: Include) -> str | None:
    """The included path from the root, or None for what is not a file of this tree."""
    if include.target.split("/")[0] in TOP_FOLDERS and "/" in include.target:
        return include.target
    if ".." in include.target.split("/"):
        return os.path.normpath(f"{os.path.dirname(include.file)}/{include.target}")
    return None


def judge(rules: Rules, include: Include) -> str | None:
    """What is wrong with the include; None: nothing."""
    folder = rules.folder_of(include.file)
    if folder is None:
        return f"{os.path.dirname(include.file)} has no entry in layers.toml"
    target = project_target(include)
    if target is None:
        return judge_library(rules, include, folder)
    if is_within(target, "tests") and not is_within(folder, "tests"):
        return f"production code must not include {target}"
    if rules.may_use(folder, target):
        return None
    return f"{folder} must not include {target}"


def judge_library(rules: Rules, include: Include, folder: str) -> str | None:
    if is_within(folder, "tests"):
        return None
    for library in rules.libraries:
        if any(fnmatch.fnmatchcase(include.target, pattern) for pattern in library.headers) \
                and not any(is_within(include.file, door) for door in library.folders):
            doors = ", ".join(library.folders)
            return f"<{include.target}>: {library.name} is for {doors} only"
    return None


def check(root: pathlib.Path, rules: Rules) -> list[str]:
    """One line per forbidden include."""
    complaints = []
    for file in find_sources(root):
        for include in read_includes(root, file):
            wrong = judge(rules, include)
            if wrong:
                complaints.append(f"{file}:{include.line}: {wrong}")
    return complaints


def markdown(rules: Rules) -> str:
    lines = ["| folder | what it holds | may include |", "|---|---|---|"]
    lines += [f"| `{name}` | {entry.role} | {', '.join(f'`{use}`' for use in entry.uses) or '-'} |"
              for name, entry in rules.folders.items()]
    lines += ["", "| library | included in |", "|---|---|"]
    lines += [f"| {library.name} | {', '.join(f'`{door}`' for door in library.folders)} |"
              for library in rules.libraries]
    return "\n".join(lines)


def write_into(page: pathlib.Path, rules: Rules) -> None:
    """Replaces what stands between the two marks of the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{markdown(rules)}\n{END}{after}", encoding="utf-8")


def main() -> int:
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=here.parent)
    parser.add_argument("--markdown", action="store_true", help="print the rules and stop")
    parser.add_argument("--write", type=pathlib.Path, metavar="PAGE",
                        help="renew the rules between the marks of a page and stop")
    options = parser.parse_args()
    try:
        rules = Rules.load(options.root / "tools" / "layers.toml")
    except RulesError as error:
        print(error, file=sys.stderr)
        return 2
    if options.markdown:
        print(markdown(rules))
        return 0
    if options.write:
        write_into(options.write, rules)
        return 0
    complaints = check(options.root, rules)
    print("\n".join(complaints) if complaints else
          f"{len(find_sources(options.root))} files keep to tools/layers.toml")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
