# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where the files that ship with the package are: robots, node parameters, checkpoints."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError

PACKAGE = "vla_r1_ros"


def share_roots() -> Iterator[Path]:
    """Folders that may hold `config/`, `launch/` and `models/`, best first: the source checkout when the package
    runs from one, then the ament prefixes in the order of the environment, then the Python environment."""
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "package.xml").is_file():
        yield checkout
    for prefix in os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep):
        if prefix:
            yield Path(prefix) / "share" / PACKAGE
    yield Path(sys.prefix) / "share" / PACKAGE


def environment_places(named: Path | None, variable: str, folder: str) -> list[Path]:
    """Folders that may be a virtual environment, best first: `named` alone where given, else $`variable`, `folder` in
    the share roots and in the current folder, and the environment of this Python."""
    if named is not None:
        return [named.expanduser().absolute()]
    chosen = os.environ.get(variable)
    places = [Path(chosen)] if chosen else []
    places += [root / folder for root in share_roots()] + [Path(folder), Path(sys.prefix)]
    return list(dict.fromkeys(place.expanduser().absolute() for place in places))


def share_path(relative: str | Path) -> Path:
    """The shipped file or folder `relative`, for example `config/robots/panda.yaml`.

    Raises:
        InputError: INPUT_FILE when `relative` leaves the share folder or is in none of them.
    """
    wanted = Path(relative)
    if wanted.is_absolute() or ".." in wanted.parts:
        raise InputError(
            ErrorCode.INPUT_FILE,
            f"'{relative}' is not a path inside the package's share folder",
            "give a path such as config/robots/panda.yaml",
        )
    roots = list(dict.fromkeys(share_roots()))
    for root in roots:
        if (root / wanted).exists():
            return root / wanted
    raise InputError(
        ErrorCode.INPUT_FILE,
        f"'{relative}' does not ship with {PACKAGE}; looked in " + ", ".join(str(root) for root in roots),
        "install the package again, or source the workspace that holds it",
    )
