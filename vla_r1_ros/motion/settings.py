# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How planner_node moves and what its gate lets pass, as its parameters say it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.safety import GateLimits
from vla_r1_ros.motion.stages import MotionRequest, SkillSettings


@dataclass(frozen=True)
class MotionSettings:
    """Parameters of planner_node that decide about a motion; their meaning and defaults are told there."""

    planner: str
    max_tool_speed: float
    speed: float
    max_joint_step: float
    min_tool_height: float
    max_look_age_s: float
    planning_deadline_s: float
    home_after_pick: bool

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> "MotionSettings":
        """The settings in planner_node's parameters."""
        return cls(**{field.name: values[field.name] for field in fields(cls)})

    def skills(self) -> SkillSettings:
        """How the skills move."""
        return SkillSettings(speed=self.speed, tool_speed=self.max_tool_speed,
                             planning_deadline_s=self.planning_deadline_s, home_after_pick=self.home_after_pick)

    def gate_limits(self, robot: RobotDescription, lowest_z: float = 0.0) -> GateLimits:
        """The gate's limits over a support at `lowest_z` m."""
        return GateLimits.of_robot(
            robot, max_tool_speed=self.max_tool_speed, max_joint_step=self.max_joint_step,
            min_height=lowest_z + self.min_tool_height, max_input_age_s=self.max_look_age_s,
        )  # fmt: skip


def lowest_surface(request: MotionRequest) -> float:
    """Height (m) of the lowest surface that a request has to do with."""
    return min(z for z in (request.support_z, request.goal_surface_z) if z is not None)
