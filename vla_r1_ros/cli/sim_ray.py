# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Stacks of the benchmark on the machines of a Ray cluster: Ray says where, and notices a machine that is lost."""

import logging
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.sim_worker import Failure, StackWorker, WorkerOptions
from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError
from vla_r1_ros.evaluation.sim_bench import EpisodeResult, Trial

CORES = 2  # of a machine that a stack takes
_UP_S = 300.0  # until a worker's stack runs; Ray starts processes one after the other
_REACH_S = 10.0
_END_S = 30.0
_POLL_S = 0.5


def _failure(error: VlaError) -> Failure:
    return Failure(int(error.code), error.message, error.advice)


class StackActor:
    """A stack in a process of Ray's, on whichever machine. Errors are returned: Ray would wrap what is raised."""

    def __init__(self, options: WorkerOptions) -> None:
        self._options = options
        self._open = ExitStack()
        self._worker: StackWorker | None = None

    def start(self) -> tuple[str, str] | Failure:
        """Start the stack; its machine's name, and the version of this package there."""
        options = self._options
        if not options.folder.name:  # nobody wants the logs
            options = replace(options, folder=Path(self._open.enter_context(tempfile.TemporaryDirectory())))
        try:
            self._worker = self._open.enter_context(StackWorker(options))
        except VlaError as error:
            self._open.close()
            return _failure(error)
        return socket.gethostname(), version("vla_r1_ros")

    def play(self, trial: Trial) -> EpisodeResult | Failure:
        """Play one episode."""
        assert self._worker is not None, "start first"
        try:
            return self._worker.play(trial)
        except VlaError as error:
            return _failure(error)

    def stop(self) -> None:
        """End the stack."""
        self._open.close()


class RayPool:
    """Workers on a Ray cluster that this process is connected to. Leave with `close`, or use `ray_pool`.

    Args:
        options: of the workers; a folder without a name stands for one that is thrown away.
        say: told of workers that are up, and of those that are lost.
        actor: what plays; another one in tests.
    """

    def __init__(self, options: Sequence[WorkerOptions], say: Callable[[str], None],
                 actor: type[Any] = StackActor) -> None:
        import ray

        self._ray, self._say = ray, say
        cores = int(ray.cluster_resources().get("CPU", 0))  # type: ignore[no-untyped-call]
        if cores < CORES * len(options):
            raise InputError(
                ErrorCode.INPUT_PARAMETER, f"{len(options)} workers of {CORES} cores each do not fit: the cluster has "
                f"{cores} cores", f"--workers {max(1, cores // CORES)}, or add machines with `ray start`")
        remote = ray.remote(num_cpus=CORES, max_restarts=0)(actor)
        self._actors = {one.number: remote.remote(one) for one in options}
        self._starting = {member.start.remote(): number for number, member in self._actors.items()}
        self._until = time.monotonic() + _UP_S

    def check(self) -> None:
        """Raise VlaError when a worker cannot start. May be called often; it waits for nobody."""
        if not self._starting:
            return
        done, _ = self._ray.wait(list(self._starting), num_returns=len(self._starting), timeout=0)
        for ref in done:
            self._up(ref, self._starting.pop(ref))
        if self._starting and time.monotonic() > self._until:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT,
                             f"{len(self._starting)} workers are not up after {_UP_S:.0f} s",
                             f"is there a machine with {CORES} free cores for each? `ray status` tells")

    def play(self, trials: Sequence[Trial]) -> Iterator[EpisodeResult]:
        """Yield results as they come, in whatever order. The episode of a machine that is lost is played elsewhere.

        Raises:
            VlaError: a worker cannot go on, or none is left; what was yielded before counts.
        """
        while self._starting:
            self.check()
            time.sleep(_POLL_S if self._starting else 0.0)
        todo = list(reversed(trials))
        busy: dict[Any, tuple[int, Trial]] = {}
        idle = sorted(self._actors, reverse=True)
        while todo or busy:
            while todo and idle:
                number, trial = idle.pop(), todo.pop()
                busy[self._actors[number].play.remote(trial)] = number, trial
            done, _ = self._ray.wait(list(busy), num_returns=1, timeout=_POLL_S)
            for ref in done:
                number, trial = busy.pop(ref)
                result = self._result(ref, number)
                if result is None:
                    todo.append(trial)
                    continue
                idle.append(number)
                yield result

    def close(self) -> None:
        """End all workers and their stacks."""
        ending = [member.stop.remote() for member in self._actors.values()]
        if ending:
            self._ray.wait(ending, num_returns=len(ending), timeout=_END_S)
        for member in self._actors.values():
            self._ray.kill(member)

    def _up(self, ref: Any, number: int) -> None:
        try:
            said = self._ray.get(ref)
        except self._ray.exceptions.RayError as error:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"worker {number} cannot start: {_first_line(error)}",
                             "is vla_r1_ros installed in the environment that `ray start` ran in?") from error
        if isinstance(said, Failure):
            raise said.to_error()
        host, there = said
        here = version("vla_r1_ros")
        if there != here:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{host} has vla_r1_ros {there}, this machine {here}",
                             "the same release on all machines, else the results are not of one kind")
        self._say(f"worker {number} is up on {host}")

    def _result(self, ref: Any, number: int) -> EpisodeResult | None:
        """The result of an episode; None where its worker is lost, which is told."""
        try:
            said = self._ray.get(ref)
        except self._ray.exceptions.RayActorError as error:
            del self._actors[number]
            if not self._actors:
                raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the last worker is lost: {_first_line(error)}",
                                 "see `ray status`, then go on with --resume") from error
            self._say(f"worker {number} is lost, its episode is played by another: {_first_line(error)}")
            return None
        if isinstance(said, Failure):
            raise said.to_error()
        assert isinstance(said, EpisodeResult)
        return said


@contextmanager
def ray_pool(options: Sequence[WorkerOptions], address: str, say: Callable[[str], None]) -> Iterator[RayPool]:
    """A pool on the cluster at `address` (host:port) that is closed on leaving.

    Raises:
        InputError: INPUT_ENVIRONMENT where Ray is not installed or nobody is at the address.
    """
    with connected(address):
        pool = RayPool(options, say)
        try:
            yield pool
        finally:
            pool.close()


@contextmanager
def connected(address: str) -> Iterator[None]:
    """This process as a driver of the cluster at `address`. Raises InputError as `ray_pool`."""
    try:
        import ray
    except ImportError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, "Ray is not installed here",
                         "pip install the ray of requirements/ros.txt, on every machine of the cluster") from error
    try:
        host, _, port = address.rpartition(":")
        socket.create_connection((host, int(port)), _REACH_S).close()  # Ray itself waits for minutes
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, include_dashboard=None)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"no Ray cluster at {address}: {_first_line(error)}",
                         "`ray start --head` on one machine, `ray start --address=...` on the others") from error
    try:
        yield
    finally:
        ray.shutdown()


def _first_line(error: BaseException) -> str:
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
