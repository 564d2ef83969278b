# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The schema of a message type as rosbag2 stores it: its .msg text with all that it refers to, and its type hash."""

import importlib
import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, RecordingError

_PRIMITIVES = frozenset(
    [
        *("bool", "byte", "char", "float32", "float64", "string", "wstring"),
        *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
    ]
)
_TYPE = re.compile(r"[A-Za-z]\w*(?:/\w+)*")
_NAME = re.compile(r"[a-z]\w*/msg/[A-Z]\w*")
_RULE = "=" * 80


def share_folders() -> Iterator[Path]:
    """The `share` folders that may hold interface definitions: ament prefixes in order, then the environment's."""
    for prefix in [*os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep), sys.prefix]:
        if prefix:
            yield Path(prefix) / "share"


def _find(relative: str) -> Path:
    for share in share_folders():
        if (share / relative).is_file():
            return share / relative
    raise RecordingError(
        ErrorCode.RECORD_FAILED,
        f"no definition {relative} in any share folder",
        "source the workspace that holds the package, or set AMENT_PREFIX_PATH",
    )


def _check_name(type_name: str) -> None:
    if not _NAME.fullmatch(type_name):
        raise RecordingError(ErrorCode.RECORD_FAILED, f"'{type_name[:80]}' is not the type of a message", "")


def _definition(type_name: str) -> str:
    _check_name(type_name)
    return _find(f"{type_name}.msg").read_text(encoding="utf-8").rstrip("\n") + "\n"


def _referred(type_name: str, text: str) -> Iterator[str]:
    package = type_name.split("/")[0]
    for line in text.splitlines():
        match = _TYPE.match(line.split("#")[0].strip())
        if match is None or match[0] in _PRIMITIVES:
            continue
        parts = match[0].split("/")
        yield f"{package}/msg/{parts[0]}" if len(parts) == 1 else f"{parts[0]}/msg/{parts[-1]}"


@cache
def schema_text(type_name: str) -> str:
    """Return the concatenated definitions (encoding `ros2msg`) of a type such as `sensor_msgs/msg/Image`.

    Raises:
        RecordingError: RECORD_FAILED where a definition is not installed.
    """
    pending, seen, parts = [type_name], {type_name}, []
    while pending:
        current = pending.pop(0)
        text = _definition(current)
        package, _, name = current.split("/")
        parts.append(text if current == type_name else f"{_RULE}\nMSG: {package}/{name}\n{text}")
        for other in _referred(current, text):
            if other not in seen:
                seen.add(other)
                pending.append(other)
    return "".join(parts)


@cache
def type_hash(type_name: str) -> str:
    """Return the type's hash (`RIHS01_...`, REP-2011) from its installed type description.

    Raises:
        RecordingError: RECORD_FAILED where there is none or it does not name the type.
    """
    _check_name(type_name)
    path = _find(f"{type_name}.json")
    try:
        hashes = json.loads(path.read_text(encoding="utf-8"))["type_hashes"]
        return next(str(entry["hash_string"]) for entry in hashes if entry["type_name"] == type_name)
    except (ValueError, KeyError, TypeError, StopIteration):
        raise RecordingError(ErrorCode.RECORD_FAILED, f"{path.name} holds no hash of {type_name}", "") from None


def message_class(type_name: str) -> Any:
    """Return the Python class of a type such as `sensor_msgs/msg/Image`.

    Raises:
        RecordingError: RECORD_FAILED where it cannot be imported.
    """
    # A type's name comes from the network: only packages that have the definition installed are imported.
    _find(f"{type_name}.msg")
    _check_name(type_name)
    package, _, name = type_name.split("/")
    try:
        return getattr(importlib.import_module(f"{package}.msg"), name)
    except (ImportError, AttributeError) as error:
        raise RecordingError(ErrorCode.RECORD_FAILED, f"{type_name} cannot be imported: {error}", "") from error
