# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Attempts in the simulator's scenes as the stack records them: rendered picture and depth, TF, joints, an answer."""

import dataclasses
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from geometry_msgs.msg import TransformStamped
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage

from vla_r1_ros.core.depth import mask_depth
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import Box, FloatArray, ImageArray
from vla_r1_ros.ros import convert
from vla_r1_ros.sim.rgbd import SceneCamera
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.tasks import Episode, make_episode

from .bags import Item, S, report, write

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "motion"))

from episodes import JitteredModel

BASE, CAMERA = "panda_link0", "camera_color_optical_frame"


@dataclass(frozen=True)
class Told:
    """What a scene's look holds: the picture, and the (jittered) truth as shares of it."""

    episode: Episode
    image: ImageArray
    box: Box
    path: FloatArray | None


def transform(T: FloatArray, parent: str, child: str, stamp_ns: int) -> TransformStamped:
    return convert.transform_stamped_to_msg(T, parent, child, stamp_ns)


def scene_items(seed: int, task: str, name: str, *, begin: float = 0.0, stamp: int = 5 * S, answer: str = "truth",
                success: bool = True, say: str = "") -> tuple[Told, list[Item]]:
    """One attempt of one look; the arm is at home and moves a little while the model thinks.

    Args:
        answer: "truth", or "absent". say: instead of the episode's own instruction.
    """
    robot = load_robot("panda")
    episode = make_episode(seed, task)
    episode = dataclasses.replace(episode, instruction=say or episode.instruction)
    simulator = Simulator(episode.layout, robot)
    camera = SceneCamera(simulator)
    try:
        frame = camera.render()
        model, T_base_camera = camera.model, camera.T_base_camera
    finally:
        camera.close()
    truth = JitteredModel(episode)
    box = truth.box()
    path = truth.path() if task in ("carry", "reach") else None
    told = Told(episode, frame.colour, box, path)
    return told, list(_items(told, simulator, model, T_base_camera, frame.depth_mm, name, begin, stamp, task, answer,
                             success))  # fmt: skip


def _items(told: Told, simulator: Simulator, model: object, T_base_camera: FloatArray, depth_mm: np.ndarray, name: str,
           begin: float, stamp: int, task: str, answer: str, success: bool) -> Iterator[Item]:
    robot, state = load_robot("panda"), simulator.state()
    yield begin, "/tf_static", TFMessage(transforms=[transform(T_base_camera, BASE, CAMERA, 0)])
    links = {child: T for child, T in simulator.link_poses().items() if child not in (BASE, robot.tool_frame)}
    links[robot.tool_frame] = simulator.tool_pose()
    for at, shift in ((-0.1, 0.02), (0.0, 0.0), (0.1, 0.02)):  # only the one at the look is right
        moved = [(child, np.array(T)) for child, T in links.items()]
        for _, T in moved:
            T[2, 3] += shift
        when = stamp + int(at * S)
        yield begin + 0.5 + at, "/tf", TFMessage(transforms=[transform(T, BASE, child, when) for child, T in moved])
        positions = [*(state.positions + shift), 0.04, 0.04]
        joints = JointState(name=[*robot.arm.joints, *robot.gripper.joints], position=[float(q) for q in positions])
        joints.header.stamp = convert.header(when, "").stamp
        yield begin + 0.5 + at, "/joint_states", joints
    depth = mask_depth(depth_mm.astype(np.float32) / 1000)
    for topic in ("camera", "camera/depth"):
        yield begin + 0.4, f"/{topic}/camera_info", convert.camera_to_msg(model, stamp, CAMERA)
    yield begin + 0.5, "/camera/image_raw", convert.image_to_msg(told.image, stamp, CAMERA)
    yield begin + 0.5, "/camera/depth/image_raw", convert.depth_to_msg(depth, stamp, CAMERA, "16UC1")
    said = told.episode.instruction
    yield report(begin + 0.1, "vla_node", "accepted", name, 0, instruction=said, steps="1", model="tabletop")
    yield report(begin + 0.6, "vla_node", "look", name, stamp)
    yield report(begin + 0.7, "vla_node", "ask", name, stamp, text=said)
    height, width = told.image.shape[:2]
    absent = answer == "absent"
    given = convert.Affordance(stamp, CAMERA, None if absent or task == "reach" else told.box, name)
    yield begin + 1.0, "/reasoning", String(data="I look. It is there.")
    yield begin + 1.1, "/affordance", convert.affordance_to_msg(given, width, height)
    path = None if absent else told.path
    yield begin + 1.1, "/trajectory_2d", convert.path_to_msg(path, width, height, stamp, CAMERA)
    yield report(begin + 1.2, "vla_node", "decided", name, stamp, kind=task, model_ms="900.0", own_ms="50.0")
    ended = "absent" if absent else "done" if success else "failed"
    code = ErrorCode.OK if success or absent else ErrorCode.GRASP_LOST
    yield report(begin + 8.0, "vla_node", ended, name, stamp, code)
    good = success and absent == (task == "absent")
    word = {"seed": told.episode.seed, "task": task, "instruction": said, "success": good,
            "verdict": "success" if good else "failure", "code": "OFF_TABLE", "reason": ""}  # fmt: skip
    yield begin + 9.0, "/sim_node/referee", String(data=json.dumps(word))


def scene_bag(folder: Path, seed: int = 1007, task: str = "carry", **options: object) -> Told:
    """A bag with one attempt; the folder is made."""
    told, items = scene_items(seed, task, f"a-{seed}", **options)  # type: ignore[arg-type]
    write(folder, sorted(items, key=lambda item: item[0]))
    return told
