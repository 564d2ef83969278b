# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Bags as they lie on disk: which files make one."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError

SUFFIXES = (".mcap", ".db3")
PACKED = ".zstd"


@dataclass(frozen=True)
class Bag:
    """A recording: `path` is its folder, or its file where it has no folder of its own; `files` in order."""

    path: Path
    files: tuple[Path, ...]


def find_bags(folder: Path) -> list[Bag]:
    """The bags at or below a path, in order of name: a folder with `metadata.yaml`, or whose files carry its name, is
    one bag; any other MCAP or SQLite file is one of its own. A file of a bag's folder stands for the whole bag.

    Raises:
        InputError: INPUT_FILE where the path is not there.
    """
    if folder.is_file() and _is_bag_file(folder):
        return [bag for bag in _bags(folder.parent, folder.parent.iterdir()) if folder in bag.files]
    if not folder.is_dir():
        raise InputError(ErrorCode.INPUT_FILE, f"{folder} is no folder and no bag",
                         "give a folder with bags, a bag's folder, or an .mcap or .db3 file")
    groups: dict[Path, list[Path]] = {}
    for path in folder.rglob("*"):
        if _is_bag_file(path) and path.is_file():
            groups.setdefault(path.parent, []).append(path)
    found = [bag for parent, group in groups.items() for bag in _bags(parent, group)]
    return sorted(found, key=lambda bag: str(bag.path))


def _is_bag_file(path: Path) -> bool:
    return path.name.removesuffix(PACKED).endswith(SUFFIXES)


def _bags(parent: Path, paths: Iterable[Path]) -> list[Bag]:
    """The bags of one folder's files."""
    files = [path for path in paths if _is_bag_file(path)]
    name = f"{parent.resolve().name}_"
    if (parent / "metadata.yaml").is_file() or all(path.name.startswith(name) for path in files):
        return [Bag(parent, tuple(sorted(files, key=_place)))]
    return [Bag(path, (path,)) for path in files]


def _place(path: Path) -> tuple[str, int]:
    stem = path.name.removesuffix(PACKED).rpartition(".")[0]
    head, _, number = stem.rpartition("_")
    return (head, int(number)) if number.isdecimal() else (stem, -1)
