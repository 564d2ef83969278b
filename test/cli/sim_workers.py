# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Workers of `vla_r1 bench sim` that play without ROS; each runs in a process of its own, as the real one does."""

import os
import time
from collections.abc import Callable

from vla_r1_ros.cli.sim_worker import Failure, WorkerOptions
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.evaluation.sim_bench import EpisodeResult, Trial

Receive = Callable[[], Trial | None]
Send = Callable[[EpisodeResult | Failure], None]


def played(trial: Trial, number: int = 0) -> EpisodeResult:
    return EpisodeResult(trial.task, trial.seed, "take it", trial.seed % 3 > 0, "" if trial.seed % 3 else "DROPPED",
                         f"worker {number}", 5.0 + trial.seed, 0.5, (3.0,), (4.0,), 9.5, trial.scene,
                         trial.robot)  # fmt: skip


def plain(options: WorkerOptions, receive: Receive, send: Send) -> None:
    while (trial := receive()) is not None:
        time.sleep(1.5 if options.number == 0 else 0.01)
        send(played(trial, options.number))


def dies_at_seed_5(options: WorkerOptions, receive: Receive, send: Send) -> None:
    while (trial := receive()) is not None:
        if trial.seed == 5:
            os._exit(3)
        send(played(trial))


def fails_at_once(_options: WorkerOptions, _receive: Receive, send: Send) -> None:
    send(Failure(int(ErrorCode.INPUT_ENVIRONMENT), "sim_node ended with status 1", "the whole log is there"))


def never_ready(_options: WorkerOptions, _receive: Receive, _send: Send) -> None:
    time.sleep(60.0)
