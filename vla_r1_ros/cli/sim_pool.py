# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Stacks side by side in processes of this machine; each gets the next episode when it is done with one."""

import multiprocessing
import os
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from vla_r1_ros.cli.sim_worker import Failure, WorkerOptions, in_turn
from vla_r1_ros.cli.stack import LAST_DOMAIN
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.processes import interruptible, uninterrupted
from vla_r1_ros.evaluation.sim_bench import EpisodeResult, Trial

_POLL_S = 0.5
_END_S = 30.0
Work = Callable[[WorkerOptions, Callable[[], Trial | None], Callable[[EpisodeResult | Failure], None]], None]


def workers_of(first: WorkerOptions, count: int) -> list[WorkerOptions]:
    """The options of `count` workers on this machine: each a ROS domain, a folder and a number of its own.

    A single one keeps to the domain that the user chose, if any.
    """
    chosen = os.environ.get("ROS_DOMAIN_ID", "")
    domains = random.SystemRandom().sample(range(1, LAST_DOMAIN + 1), count)
    if count == 1 and chosen.isdigit():
        domains = [int(chosen)]
    return [replace(first, number=i, domain=domain, folder=first.folder / f"worker{i}" if count > 1 else first.folder,
                    stacks=count, parent=os.getpid()) for i, domain in enumerate(domains)]  # fmt: skip


class LocalPool:
    """Worker processes that start their stacks at once. Leave with `close`, or use `local_pool`."""

    def __init__(self, options: Sequence[WorkerOptions], work: Work = in_turn) -> None:
        context = multiprocessing.get_context("spawn")  # forked, ROS and the progress bar's threads would be broken
        self._members: dict[Connection, BaseProcess] = {}
        for one in options:
            ours, theirs = context.Pipe()
            process = context.Process(target=_main, args=(one, theirs, work), name=f"bench-sim-{one.number}")
            process.start()
            theirs.close()
            self._members[ours] = process

    def check(self) -> None:
        """Raise VlaError when a worker has ended or sent an error."""
        for pipe in list(self._members):
            if pipe.poll():
                self._received(pipe)

    def play(self, trials: Sequence[Trial]) -> Iterator[EpisodeResult]:
        """Yield results as they come, in whatever order.

        Raises:
            VlaError: a worker cannot go on; what was yielded before counts.
        """
        todo = iter(trials)
        busy = [pipe for pipe in self._members if self._give(pipe, todo)]
        while busy:
            for pipe in wait(busy, _POLL_S):
                assert isinstance(pipe, Connection)
                result = self._received(pipe)
                if not self._give(pipe, todo):
                    busy.remove(pipe)
                yield result

    def close(self) -> None:
        """End all workers and their stacks."""
        with uninterrupted():
            for pipe in self._members:
                pipe.close()  # one that waits for an episode ends by itself
            for process in self._members.values():
                process.terminate()  # ends an episode under way; nodes are ended on the way out
            for process in self._members.values():
                process.join(_END_S)
                process.kill()
                process.join()

    def _give(self, pipe: Connection, todo: Iterator[Trial]) -> bool:
        trial = next(todo, None)
        if trial is None:
            return False
        try:
            pipe.send(trial)
        except OSError:
            self._received(pipe)  # it says why it has ended
        return True

    def _received(self, pipe: Connection) -> EpisodeResult:
        try:
            said: Any = pipe.recv()
        except (EOFError, OSError) as error:
            process = self._members[pipe]
            process.join(_END_S)
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{process.name} ended with status {process.exitcode}",
                             "its nodes' logs say more with --logs; run it again with --resume") from error
        if isinstance(said, Failure):
            raise said.to_error()
        assert isinstance(said, EpisodeResult)
        return said


@contextmanager
def local_pool(options: Sequence[WorkerOptions]) -> Iterator[LocalPool]:
    """A pool that is closed on leaving."""
    pool = LocalPool(options)
    try:
        yield pool
    finally:
        pool.close()


def _main(options: WorkerOptions, pipe: Connection, work: Work) -> None:
    """In the worker's process. Ctrl-C is for the benchmark, which then ends this one with SIGTERM."""
    with interruptible(), suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        work(options, pipe.recv, pipe.send)
