# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Players of `vla_r1 bench sim --ray` without ROS, in real processes of Ray."""

import time
from importlib.metadata import version

import ray

from vla_r1_ros.cli.sim_worker import Failure, WorkerOptions
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.evaluation.sim_bench import EpisodeResult, Trial


class Player:
    """Plays in no time; the instruction of a result names the machine."""

    VERSION = version("vla_r1_ros")

    def __init__(self, options: WorkerOptions) -> None:
        self._number = options.number

    def start(self) -> tuple[str, str] | Failure:
        return "somewhere", self.VERSION

    def play(self, trial: Trial) -> EpisodeResult | Failure:
        time.sleep(0.2)
        where = ray.get_runtime_context().get_node_id()
        return EpisodeResult(trial.task, trial.seed, where, True, "", "", 5.0, 0.5)

    def stop(self) -> None:
        pass


class Broken(Player):
    """Its simulator does not start."""

    def start(self) -> tuple[str, str] | Failure:
        return Failure(int(ErrorCode.INPUT_ENVIRONMENT), "sim_node ended with status 1", "the whole log is there")


class Old(Player):
    """On a machine that was not brought up to date."""

    VERSION = "0.0.1"
