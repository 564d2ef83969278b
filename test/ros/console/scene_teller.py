# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Tells a console, on the real topics, what the stack tells of one carry that waits for approval."""

from typing import Any

import numpy as np
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node
from sensor_msgs.msg import JointState, PointCloud2
from std_msgs.msg import String
from trajectory_msgs.msg import JointTrajectory as JointTrajectoryMsg
from visualization_msgs.msg import MarkerArray

from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import Grasp, JointTrajectory, OrientedBox, Target
from vla_r1_ros.core.urdf import parse_urdf
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.markers import claim_markers, plan_markers
from vla_r1_ros.ros.qos import LATCHED, SENSOR, STATUS
from vla_r1_ros.sim.description import robot_urdf

LOOK_NS = 3_000_000_007
ROBOT = load_robot("panda")
BASE = ROBOT.base_frame


def _pose(x: float, y: float, z: float, *, down: bool = False) -> Any:
    T = np.eye(4)
    T[:3, 3] = x, y, z
    if down:
        T[:3, :3] = np.diag([1.0, -1.0, -1.0])
    return T


def target() -> Target:
    """A cube with two grasps from above."""
    box = OrientedBox(_pose(0.5, -0.12, 0.025), np.full(3, 0.05))
    grasps = tuple(Grasp(_pose(0.5, -0.12 + shift, 0.03, down=True), 0.055, 1.0) for shift in (0.0, 0.01))
    return Target(box, grasps, 0.0)


def motion() -> JointTrajectory:
    """From home some way round and down, 4 s."""
    home = np.array(ROBOT.arm.home)
    shares = np.linspace(0.0, 1.0, 400)[:, None]
    positions = home + shares * np.array([0.55, 0.5, 0.0, -0.1, 0.0, 0.5, 0.0])
    return JointTrajectory(tuple(ROBOT.arm.joints), 4.0 * shares[:, 0], positions, np.zeros_like(positions))


class SceneTeller:
    """Publishes on `node` as robot, projection_node and planner_node do."""

    def __init__(self, node: Node) -> None:
        self.topics = {topic: node.create_publisher(kind, topic, qos) for topic, kind, qos in (
            ("robot_description", String, LATCHED), ("joint_states", JointState, SENSOR),
            ("markers", MarkerArray, LATCHED), ("plan", JointTrajectoryMsg, LATCHED),
            ("obstacles", PointCloud2, LATCHED), ("motion_status", DiagnosticArray, STATUS),
        )}  # fmt: skip

    def robot(self, at: float = 0.0) -> None:
        """The arm at home, its first joint at `at` rad."""
        self.topics["robot_description"].publish(String(data=robot_urdf(ROBOT)))
        names = [*ROBOT.arm.joints, *ROBOT.gripper.joints]
        place = [at, *ROBOT.arm.home[1:], 0.03, 0.03]
        self.topics["joint_states"].publish(JointState(name=names, position=place))

    def measured(self) -> None:
        """Target, path and cloud."""
        path = np.array([[0.5, -0.12, 0.05], [0.5, -0.12, 0.25], [0.48, 0.05, 0.25], [0.45, 0.2, 0.25],
                         [0.45, 0.2, 0.02]])
        self.topics["markers"].publish(claim_markers(target(), path, ROBOT, LOOK_NS))
        rng = np.random.default_rng(0)
        table = np.column_stack([rng.uniform(0.25, 0.9, 4000), rng.uniform(-0.5, 0.5, 4000), np.zeros(4000)])
        turn = rng.uniform(0, 2 * np.pi, 2000)
        bowl = np.column_stack([0.45 + 0.075 * np.cos(turn), 0.2 + 0.075 * np.sin(turn), rng.uniform(0, 0.05, 2000)])
        self.topics["obstacles"].publish(convert.points_to_msg(np.vstack([table, bowl]), LOOK_NS, BASE))

    def plan(self) -> None:
        """The motion that is to be approved: its swept tool and itself, then the question."""
        urdf, moves = parse_urdf(robot_urdf(ROBOT)), motion()
        tool = np.array([urdf.pose(BASE, ROBOT.tool_frame, dict(zip(moves.joint_names, q, strict=True)))[:3, 3]
                         for q in moves.positions])  # fmt: skip
        self.topics["plan"].publish(convert.joint_trajectory_to_msg(moves, LOOK_NS, BASE))
        self.topics["markers"].publish(plan_markers(tool, ROBOT, LOOK_NS))
        self.say("await_approval")

    def say(self, stage: str) -> None:
        """A line of planner_node."""
        report = StatusReport(LOOK_NS, "planner_node", "", 0, stage)
        self.topics["motion_status"].publish(convert.status_to_msg(report))
