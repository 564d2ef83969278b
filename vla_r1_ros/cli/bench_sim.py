# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench sim`: the whole stack with the real model server, DDS and physics; episodes judged by the referee."""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError
from vla_r1_ros.core.processes import interruptible
from vla_r1_ros.evaluation.result_file import write_result
from vla_r1_ros.evaluation.sim_bench import TASKS, EpisodeResult, summarise, table

_ATTEMPT_S = 400.0


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "sim", "the whole stack in physics over many seeds",
        description="Starts model server, simulator and nodes once, plays one episode after the other, and counts what "
        "the referee of the physics saw, with intervals, failures by code, and the stack's own times.",
        examples=("vla_r1 bench sim --episodes 50 --json sim.json",
                  "vla_r1 bench sim --task carry --seed 500 --logs logs"),
        ends={0: "it ran to the end, whatever the success rate"})
    parser.add_argument("--episodes", type=int, default=10, help="episodes per task")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first episode; the next ones count up")
    parser.add_argument("--task", choices=TASKS, action="append", help="only this task; may be repeated (default: all)")
    parser.add_argument("--model", default="tabletop", help="checkpoint: a name in models/, a path, or a hub id")
    parser.add_argument("--endpoint", default="", help="use this running OpenAI-compatible server")
    parser.add_argument("--real-time-factor", type=float, default=0.0, help="simulated s per s; 0: as fast as it goes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--logs", type=Path, help="keep the nodes' logs in this folder")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the benchmark; 0 when it ran to the end, whatever the success rate."""
    from vla_r1_ros.cli.model_server import model_endpoint
    from vla_r1_ros.cli.stack import StackOptions, ros_environment, running_stack

    if arguments.episodes < 1 or arguments.seed < 0:
        raise InputError(ErrorCode.INPUT_PARAMETER, "--episodes must be at least 1 and --seed at least 0")
    tasks = arguments.task or list(TASKS)
    results: list[EpisodeResult] = []
    try:
        with interruptible(), tempfile.TemporaryDirectory() as scratch:
            folder = (arguments.logs or Path(scratch)).resolve()
            environment = ros_environment()
            os.environ.update(environment)
            with model_endpoint(arguments, folder, _say) as (endpoint, model, wait_model):
                sim = {"seed": arguments.seed, "task": tasks[0], "real_time_factor": arguments.real_time_factor}
                with running_stack(StackOptions(folder, endpoint, model, sim, False), environment, _say) as stack:
                    _episodes(arguments, tasks, results, stack.check, wait_model)
    finally:
        if results:  # what was done counts, even where the rest was broken off
            _conclude(results, arguments)
    return 0


def _conclude(results: list[EpisodeResult], arguments: argparse.Namespace) -> None:
    summary = summarise(results, arguments.seed)
    print(table(summary), flush=True)
    if arguments.json:
        write_result(arguments.json, summary)


def _say(text: str) -> None:
    print(text, flush=True)


def _episodes(arguments: argparse.Namespace, tasks: list[str], results: list[EpisodeResult],
              check: Callable[[], None], wait_model: Any) -> None:
    from vla_r1_ros.ros.session import StackSession

    session = StackSession()
    try:
        session.wait_ready(120.0, check)
        wait_model(check)
        for task in tasks:
            for seed in range(arguments.seed, arguments.seed + arguments.episodes):
                result = _episode(session, task, seed, check)
                results.append(result)
                mark = "ok  " if result.success else "FAIL"
                _say(f"{mark} {task:6s} seed {seed:5d} {result.seconds:6.1f} s  {result.instruction}"
                     + (f"  -> {result.code} {result.reason}" if not result.success else ""))  # fmt: skip
    finally:
        session.close()


def _episode(session: Any, task: str, seed: int, check: Callable[[], None]) -> EpisodeResult:
    """One episode. A failure of the stack is a result; a process that died ends the benchmark."""
    from vla_r1_ros.ros.session import own_times

    announced = session.load(task=task, seed=seed)
    instruction = str(announced["instruction"])
    begun = float(session.referee()["sim_time"])
    code, reason = "", ""
    own: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
    try:
        attempt = session.run(instruction, seconds=_ATTEMPT_S, watch=check)
        own = own_times(attempt)
        assert attempt.final is not None
        code = attempt.final.code.name if attempt.final.code else attempt.final.stage.upper()
        reason = attempt.final.reason
    except VlaError as error:
        check()
        code, reason = error.code.name, error.message
    ended = float(session.referee()["sim_time"])
    verdict = session.verdict()
    success = bool(verdict["success"])
    if not success and code in ("DONE", "ABSENT"):
        code = {"DONE": str(verdict.get("code") or "NOT_ACHIEVED"), "ABSENT": "FALSE_ABSENT"}[code]
        reason = str(verdict.get("reason", ""))
    return EpisodeResult(task, seed, instruction, success, "" if success else code, reason, ended - begun,
                         float(verdict.get("max_force", 0.0)), *own)  # fmt: skip
