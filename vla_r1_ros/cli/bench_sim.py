# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench sim`: the whole stack with the real model server, DDS and physics; episodes judged by the referee."""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.processes import interruptible
from vla_r1_ros.core.robot_file import simulated
from vla_r1_ros.core.robot_models import DEFAULT_ROBOT, MODELS
from vla_r1_ros.evaluation.paper_protocol import ROBOTS, TRIALS, paper_figures, paper_text, paper_trials
from vla_r1_ros.evaluation.result_file import write_result
from vla_r1_ros.evaluation.sim_bench import TASKS, EpisodeResult, Trial, episode_of, summarise, table
from vla_r1_ros.posttrain.cot.journal import Journal, cannot_write

if TYPE_CHECKING:
    from vla_r1_ros.cli.sim_pool import LocalPool
    from vla_r1_ros.cli.sim_ray import RayPool

_MOST_WORKERS = 64


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "sim", "the whole stack in physics over many seeds",
        description="Starts one model server and, in each worker process, simulator and nodes; plays episodes, each "
        "from a fresh scene that its seed alone decides, and counts what the referee of the physics saw, with "
        "intervals, failures by code, and the stack's own times.",
        examples=("vla_r1 bench sim --episodes 50 --json sim.json",
                  "vla_r1 bench sim --episodes 500 --workers 8 --json sim.json",
                  "vla_r1 bench sim --episodes 500 --workers 8 --json sim.json --resume",
                  "vla_r1 bench sim --episodes 500 --workers 40 --ray head:6379 --endpoint http://gpu:8000/v1",
                  "vla_r1 bench sim --preset paper --episodes 100 --workers 8 --json paper.json",
                  "vla_r1 bench sim --task carry --seed 500 --logs logs", "vla_r1 bench sim --robot ur5e"),
        ends={0: "it ran to the end, whatever the success rate"})
    parser.add_argument("--episodes", type=int, default=TRIALS, help="episodes per task; with --preset paper, per "
                        "scene and kind of task")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first episode; the next ones count up")
    parser.add_argument("--task", choices=TASKS, action="append", help="only this task; may be repeated (default: all)")
    parser.add_argument("--preset", choices=("paper",), help="the paper's protocol: scenes S1 to S4, affordance (one "
                        "in five things is absent) and trajectory; its table with ours")
    parser.add_argument("--robot", action="append", metavar="NAME", help=f"who moves: {' or '.join(MODELS)} (default "
                        f"{DEFAULT_ROBOT}); may be repeated, the same scenes then for each; --preset paper: both")
    parser.add_argument("--workers", type=int, default=1,
                        help="stacks side by side, each of about two cores and 1 GB; results are the same")
    parser.add_argument("--ray", default="", metavar="HOST:PORT", help="play on the machines of this Ray cluster; "
                        "--workers is the number in all, and --endpoint a server that all reach")
    parser.add_argument("--model", default="tabletop", help="checkpoint: a name in models/, a path, or a hub id")
    parser.add_argument("--endpoint", default="", help="use this running OpenAI-compatible server")
    parser.add_argument("--real-time-factor", type=float, default=0.0, help="simulated s per s; 0: as fast as it goes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well; episodes that were "
                        "played are kept beside it, in FILE.episodes.jsonl")
    parser.add_argument("--resume", action="store_true", help="go on with a run that was ended (needs --json)")
    parser.add_argument("--logs", type=Path, help="keep the nodes' logs in this folder")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the benchmark; 0 when it ran to the end, whatever the success rate."""
    _check(arguments)
    trials = _trials(arguments)
    with interruptible(), _journal(arguments) as journal:
        done = {} if journal is None else {key: episode_of(entry) for key, entry in journal.final.items()}
        results = [done[trial.key] for trial in trials if trial.key in done]
        if results:
            print(f"{len(results)} of {len(trials)} episodes were played before", flush=True)
        try:
            _play([trial for trial in trials if trial.key not in done], len(trials), arguments, journal, results)
        finally:
            if results:  # what was done counts, even where the rest was broken off
                _conclude(results, trials, arguments)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if arguments.episodes < 1 or arguments.seed < 0:
        raise InputError(ErrorCode.INPUT_PARAMETER, "--episodes must be at least 1 and --seed at least 0")
    if not 1 <= arguments.workers <= _MOST_WORKERS:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"--workers is {arguments.workers}, not in 1 to {_MOST_WORKERS}")
    if arguments.ray and not arguments.endpoint:
        raise InputError(ErrorCode.INPUT_PARAMETER, "--ray needs --endpoint: a server that is started here would be "
                         "heard on this machine alone", "start `vla_r1 serve --host ADDRESS` and name its address")
    if arguments.preset and arguments.task:
        raise InputError(ErrorCode.INPUT_PARAMETER, "--preset says which tasks are played", "leave out --task")
    for name in arguments.robot or ():
        simulated(name)
    if arguments.resume and not arguments.json:
        raise InputError(ErrorCode.INPUT_PARAMETER, "--resume needs --json", "name the FILE of the run that was ended")


def _trials(arguments: argparse.Namespace) -> list[Trial]:
    if arguments.preset:
        return paper_trials(arguments.episodes, arguments.seed, _named(arguments.robot or ROBOTS))
    seeds = range(arguments.seed, arguments.seed + arguments.episodes)
    robots, tasks = _named(arguments.robot or (DEFAULT_ROBOT,)), _named(arguments.task or TASKS)
    return [Trial(task, seed, robot=robot) for robot in robots for task in tasks for seed in seeds]


def _named(names: Sequence[str]) -> tuple[str, ...]:
    """Names in their order, each once."""
    return tuple(dict.fromkeys(names))


def _journal(arguments: argparse.Namespace) -> AbstractContextManager[Journal | None]:
    if arguments.json is None:
        return nullcontext()
    path = arguments.json.with_name(arguments.json.name + ".episodes.jsonl")
    settings = {"model": arguments.model, "real_time_factor": arguments.real_time_factor}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Journal(path, settings, resume=arguments.resume, option="--json")
    except OSError as error:
        raise cannot_write(path, error) from error


def _play(todo: Sequence[Trial], total: int, arguments: argparse.Namespace, journal: Journal | None,
          results: list[EpisodeResult]) -> None:
    """Play what is left; each result is kept as it comes."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    if not todo:
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        shown = bar.add_task("episodes", total=total, completed=len(results))

        def done(result: EpisodeResult) -> None:
            if journal is not None:
                journal.add({"key": result.trial.key, "status": "played"} | result.to_json())
            results.append(result)
            bar.console.print(_line(result), markup=False, highlight=False, soft_wrap=True)
            bar.update(shown, completed=len(results))

        def say(text: str) -> None:
            bar.console.print(text, markup=False, highlight=False, soft_wrap=True)

        _on_stacks(todo, arguments, say, done)


def _on_stacks(todo: Sequence[Trial], arguments: argparse.Namespace, say: Callable[[str], None],
                     done: Callable[[EpisodeResult], None]) -> None:
    from vla_r1_ros.cli.model_server import model_endpoint
    from vla_r1_ros.cli.sim_pool import local_pool, workers_of
    from vla_r1_ros.cli.sim_ray import ray_pool
    from vla_r1_ros.cli.sim_worker import WorkerOptions

    with tempfile.TemporaryDirectory() as scratch:
        folder = (arguments.logs or Path(scratch)).resolve()
        with model_endpoint(arguments, folder, say) as (endpoint, model, wait_model):
            first = WorkerOptions(0, 0, folder, endpoint, model, arguments.real_time_factor, robot=todo[0].robot)
            workers = workers_of(first, min(arguments.workers, len(todo)))
            if arguments.ray:
                away = [replace(one, parent=0, folder=one.folder if arguments.logs else Path()) for one in workers]
                opened: AbstractContextManager[LocalPool | RayPool] = ray_pool(away, arguments.ray, say)
            else:
                opened = local_pool(workers)
            with opened as pool:
                wait_model(pool.check)
                for result in pool.play(todo):
                    done(result)


def _line(result: EpisodeResult) -> str:
    mark = "ok  " if result.success else "FAIL"
    failed = "" if result.success else f"  -> {result.code} {result.reason}"
    what = " ".join(filter(None, (result.robot, result.scene, f"{result.task:6s} seed {result.seed:5d}")))
    return f"{mark} {what} {result.seconds:6.1f} s  {result.instruction}{failed}"


def _conclude(results: Sequence[EpisodeResult], trials: Sequence[Trial], arguments: argparse.Namespace) -> None:
    order = {trial.key: number for number, trial in enumerate(trials)}
    summary = summarise(sorted(results, key=lambda result: order[result.trial.key]), arguments.seed)
    print(table(summary), flush=True)
    if arguments.preset:
        summary["paper"] = paper_figures(results, arguments.model)
        print(f"\n{paper_text(summary['paper'])}", flush=True)
    if arguments.json:
        write_result(arguments.json, summary)
