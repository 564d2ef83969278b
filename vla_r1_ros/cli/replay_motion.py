# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded looks and motions on paper brought together: evaluation knows no planner, motion knows no bags."""

from __future__ import annotations

from pathlib import Path

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.measure import Measured
from vla_r1_ros.core.node_values import node_values
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import StepKind
from vla_r1_ros.evaluation.look_scene import LookScene
from vla_r1_ros.evaluation.replay import GateWord, Rehearse
from vla_r1_ros.motion.rehearsal import Rehearser
from vla_r1_ros.motion.request import request_of
from vla_r1_ros.motion.settings import MotionSettings


def rehearse_with(robot: RobotDescription, files: tuple[Path, ...]) -> Rehearse:
    """What rehearses a look's answer with planner_node's parameters; without a planner for this robot here it says so
    of each look.

    Raises:
        InputError: INPUT_FILE, INPUT_PARAMETER for a parameter file that is wrong.
    """
    settings = MotionSettings.of_values(node_values("planner_node", files))
    try:
        rehearser = Rehearser(robot, settings)
    except InputError as error:
        reason = error.message
        return lambda measured, scene, kind: (None, reason)

    def rehearse(measured: Measured, scene: LookScene, kind: str) -> tuple[GateWord | None, str]:
        if measured.measurement is None:
            return None, "nothing was measured"
        if scene.joints is None or scene.width is None:
            return None, "joint_states of the arm and the gripper at the look are not in the bag"
        request = request_of(measured.measurement, measured.path[:, :3, 3], measured.obstacles, robot,
                             holding=kind == StepKind.PLACE)  # fmt: skip
        try:
            found = rehearser.rehearse(request, scene.joints, scene.width)
        except InputError as error:
            return None, error.message
        code = "" if found.passed else found.code.name
        return GateWord(found.passed, code, found.reason, found.stage, found.motion_s, found.by_gate), ""

    return rehearse
