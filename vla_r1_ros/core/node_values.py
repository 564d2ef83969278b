# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of a node as a ROS parameter file has them, for those who need them without ROS."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.resources import share_path


def node_values(node: str, files: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The parameters of `node`: the shipped defaults (config/nodes), then what `files` say of it, the last one wins.

    Raises:
        InputError: INPUT_FILE for a file that cannot be read, INPUT_PARAMETER for a parameter that the node has not,
            or one of another type than the default.
    """
    values, _ = _of(node, share_path(f"config/nodes/{node}.yaml"))
    for file in files:
        said, own = _of(node, file)
        for name, value in said.items():
            if name in values:
                values[name] = _like(values[name], value, f"{file}: {name} of {node}")
            elif name in own and name != "use_sim_time":
                raise InputError(ErrorCode.INPUT_PARAMETER, f"{file}: {node} has no parameter {name!r}",
                                 f"it has {', '.join(sorted(values))}")
    return values


def _like(default: Any, value: Any, where: str) -> Any:
    if type(value) is type(default) or (isinstance(default, float) and type(value) is int):
        return value
    raise InputError(ErrorCode.INPUT_PARAMETER, f"{where} is {value!r}", f"give a value like {default!r}")


def _of(node: str, file: Path) -> tuple[dict[str, Any], set[str]]:
    """What a file says for a node: under `/**`, then under its name, with or without a leading slash; and the names
    that it says of this node alone."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{file} cannot be read: {error}", "give a ROS parameter file") from None
    found: dict[str, Any] = {}
    own: set[str] = set()
    for name in ("/**", node, f"/{node}"):
        part = content.get(name) if isinstance(content, Mapping) else None
        said = part.get("ros__parameters") if isinstance(part, Mapping) else None
        if isinstance(said, Mapping):
            found |= said
            own |= set() if name == "/**" else set(said)
    return found, own
