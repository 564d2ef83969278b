# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One episode in physics with its camera and its referee, made and closed together."""

from dataclasses import asdict
from typing import Any

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.sim.goals import ControlCode, GoalPhase
from vla_r1_ros.sim.referee import Referee, VerdictStatus
from vla_r1_ros.sim.requests import episode_for_words
from vla_r1_ros.sim.rgbd import SceneCamera
from vla_r1_ros.sim.sequence import SequenceReferee
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.tasks import Episode, make_episode


class World:
    """A running episode. Make, use and close it in one thread (it owns a GL context).

    Args:
        start_time: simulated s at which its clock begins.
    """

    def __init__(self, episode: Episode, robot: RobotDescription, *, start_time: float = 0.0) -> None:
        self.episode = episode
        self.simulator = Simulator(episode.layout, robot, start_time=start_time)
        self.camera = SceneCamera(self.simulator)
        self.referee = (SequenceReferee if episode.earlier else Referee)(self.simulator, episode)

    def moving(self) -> bool:
        """True while a controller follows or stops a goal."""
        return self.simulator.arm.active is not None or self.simulator.gripper.active is not None

    def report(self) -> dict[str, Any]:
        """The referee's word as plain values, for those who judge the stack and never for the stack."""
        verdict = asdict(self.referee.verdict())
        episode = self.episode
        return {
            "seed": episode.seed,
            "task": str(episode.task),
            "scene": episode.scene,
            "instruction": episode.instruction,
            "verdict": str(verdict["status"]),
            "success": verdict["status"] is VerdictStatus.SUCCESS,
            "code": str(verdict["reason"]),
            "reason": verdict["text"],
            "max_force": verdict["max_force"],
            "sim_time": round(verdict["time"], 3),
            "physics_time": round(self.simulator.drive_time, 3),
        }

    def close(self) -> None:
        """End goals under way and free the camera's GL context."""
        arm, gripper = self.simulator.arm.active, self.simulator.gripper.active
        if arm is not None:
            arm.finish(GoalPhase.ABORTED, ControlCode.INVALID_GOAL, "the scene was closed")
        if gripper is not None:
            gripper.finish(GoalPhase.ABORTED, "the scene was closed")
        self.camera.close()


def choose_episode(seed: int, task: str, instruction: str, scene: str = "") -> Episode:
    """Return the episode of a seed: for the user's words where there are any, else of a task of the benchmark, in
    one of its named scenes where one is given.

    Raises:
        InputError: as `episode_for_words` and `make_episode`.
    """
    if instruction.strip():
        return episode_for_words(seed, instruction)
    return make_episode(seed, task, scene)
