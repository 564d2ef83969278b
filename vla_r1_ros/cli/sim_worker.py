# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One stack of the benchmark: simulator and nodes in a ROS domain of their own, and the episodes played on it.

The same worker serves the processes of one machine (`sim_pool`) and those of several (`sim_ray`)."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from vla_r1_ros.cli.stack import Stack, StackOptions, ros_environment, running_stack
from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError, VlaError
from vla_r1_ros.core.robot_models import DEFAULT_ROBOT
from vla_r1_ros.evaluation.sim_bench import EpisodeResult, Trial

_ATTEMPT_S = 400.0
_READY_S = 180.0
_MODEL_S = 100.0  # several stacks share the server: waiting for each other must not change a result


@dataclass(frozen=True)
class WorkerOptions:
    """What a worker starts: its number, its ROS domain, the folder for its logs, the model server, the simulator's
    pace, how many stacks share the machine, and the robot that it begins with. `parent` is the process without which it
    ends; 0: none."""

    number: int
    domain: int
    folder: Path
    endpoint: str
    model: str
    real_time_factor: float = 0.0
    stacks: int = 1
    parent: int = 0
    robot: str = DEFAULT_ROBOT


@dataclass(frozen=True)
class Failure:
    """An error on its way out of another process."""

    code: int
    message: str
    advice: str

    def to_error(self) -> VlaError:
        """The error, to be raised here."""
        return VlaError(ErrorCode(self.code), self.message, self.advice)


class StackWorker:
    """A running stack. Use it with `with`, in a process that does nothing else with ROS: it sets the environment.

    Raises:
        InputError: INPUT_ENVIRONMENT when a node ends or does not come up.
    """

    def __init__(self, options: WorkerOptions) -> None:
        self._options = options
        self._robot = options.robot
        self._open = ExitStack()
        self._session: Any = None
        self._stack: Stack | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def check(self) -> None:
        """Raise InputError when a node has ended, or who asked for the episodes."""
        parent = self._options.parent
        if parent and os.getppid() != parent:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, "the benchmark has ended", "run it again with --resume")
        if self._stack is not None:
            self._stack.check()

    def play(self, trial: Trial) -> EpisodeResult:
        """Play one episode from a fresh scene. A failure of the stack is a result.

        Raises:
            InputError: INPUT_ENVIRONMENT when a node died.
            ModelError: MODEL_UNREACHABLE when nobody is at the endpoint any more: that says nothing about the stack.
        """
        if trial.robot != self._robot:  # the nodes read it when they start
            self._robot = trial.robot
            self._open.close()
            self._start()
        result = self._episode(trial)
        if result.code == ErrorCode.MODEL_UNREACHABLE.name:
            raise ModelError(ErrorCode.MODEL_UNREACHABLE, result.reason,
                             "see that the model server runs, then go on with --resume")
        if result.code == ErrorCode.EXEC_TIMEOUT.name:  # something of it may still be under way
            self._open.close()
            self._start()
        return result

    def _start(self) -> None:
        from vla_r1_ros.ros.session import StackSession

        o = self._options
        environment = ros_environment(o.domain, o.stacks)
        os.environ.update(environment)
        sim = {"real_time_factor": o.real_time_factor, "hold_still": True}
        stack = StackOptions(o.folder, o.endpoint, o.model, sim, False, vla={"deadline_s": _MODEL_S},
                             robot=self._robot)  # fmt: skip
        self._stack = self._open.enter_context(running_stack(stack, environment, lambda _text: None))
        self._session = StackSession()
        self._open.callback(self._session.close)
        self._session.wait_ready(_READY_S, self.check)

    def _episode(self, trial: Trial) -> EpisodeResult:
        from vla_r1_ros.ros.session import own_times

        session = self._session
        announced = session.load(task=trial.task, seed=trial.seed, scene=trial.scene)
        instruction = str(announced["instruction"])
        begun = session.referee()
        code, reason = "", ""
        own: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
        try:
            attempt = session.run(instruction, seconds=_ATTEMPT_S, watch=self.check)
            own = own_times(attempt)
            assert attempt.final is not None
            code = attempt.final.code.name if attempt.final.code else attempt.final.stage.upper()
            reason = attempt.final.reason
        except VlaError as error:
            self.check()
            code, reason = error.code.name, error.message
        ended = session.referee()
        return _judged(trial, instruction, code, reason, (begun, ended, session.verdict()), own)


def _judged(trial: Trial, instruction: str, code: str, reason: str, words: tuple[dict[str, Any], ...],
            own: tuple[tuple[float, ...], tuple[float, ...]]) -> EpisodeResult:
    """The result from the referee's words at the begin, at the end, and once all is at rest."""
    begun, ended, verdict = words
    success = bool(verdict["success"])
    if not success and code in ("DONE", "ABSENT"):
        code = {"DONE": str(verdict.get("code") or "NOT_ACHIEVED"), "ABSENT": "FALSE_ABSENT"}[code]
        reason = str(verdict.get("reason", ""))
    return EpisodeResult(
        trial.task, trial.seed, instruction, success, "" if success else code, reason,
        float(ended["sim_time"]) - float(begun["sim_time"]), float(verdict.get("max_force", 0.0)), *own,
        physics_s=float(verdict["physics_time"]), scene=trial.scene, robot=trial.robot,
    )  # fmt: skip


def in_turn(options: WorkerOptions, receive: Callable[[], Trial | None],
            send: Callable[[EpisodeResult | Failure], None]) -> None:
    """Play what is received until None comes; an error is sent and ends it."""
    try:
        with StackWorker(options) as worker:
            while (trial := receive()) is not None:
                send(worker.play(trial))
    except VlaError as error:
        send(Failure(int(error.code), error.message, error.advice))
