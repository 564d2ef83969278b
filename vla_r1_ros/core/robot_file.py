# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Reading a robot file from disk."""

from pathlib import Path
from typing import Any

import yaml

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.core.robot import RobotDescription, parse_robot
from vla_r1_ros.core.robot_assets import robot_model_data, whole_model


def load_robot(name: str) -> RobotDescription:
    """Read a robot by name (a file of config/robots) or by the path of a YAML file.

    Raises:
        InputError: INPUT_FILE when it cannot be read, INPUT_PARAMETER when an entry is missing or wrong.
    """
    return parse_robot(read_robot_file(name))


def simulated(name: str) -> RobotDescription:
    """Read a robot that the simulator has.

    Raises:
        InputError: as :func:`load_robot`, INPUT_PARAMETER for one without a model, INPUT_ENVIRONMENT where the model is
            not installed.
    """
    robot = load_robot(name)
    with whole_model(robot_model_data(robot.name)):
        return robot


def read_robot_file(name: str) -> Any:
    """Return the content of a robot file, unchecked.

    Raises:
        InputError: INPUT_FILE when it cannot be read.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else share_path("config/robots") / f"{name}.yaml"
    known = sorted(file.stem for file in path.parent.glob("*.yaml")) if path.name == f"{name}.yaml" else []
    if known and name not in known:
        raise InputError(ErrorCode.INPUT_FILE, f"no robot is called {name!r}; there are {', '.join(known)}",
                         "give one of these names or the path of a YAML file (docs/robots.md)")  # fmt: skip
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(
            ErrorCode.INPUT_FILE,
            f"robot file {path} cannot be read: {error}",
            "give a name from config/robots or the path of a YAML file",
        ) from error
