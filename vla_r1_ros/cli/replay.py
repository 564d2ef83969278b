# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 replay BAG...`: the looks of recorded attempts asked again, both answers side by side."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError

if TYPE_CHECKING:
    from vla_r1_ros.evaluation.bag_files import Bag
    from vla_r1_ros.evaluation.replay_run import Ask, Lifting, Run
    from vla_r1_ros.vla.settings import ModelSettings

_DESCRIPTION = """Asks the same looks of recorded attempts again, with another checkpoint or other parameters, without
ROS and without an arm, and sets the recorded answer beside the new one: in the picture, measured in 3D with the
recorded depth, calibration and TF, and as a motion on paper that is planned and passes the gate or does not. Figures,
keys of the JSON and what it cannot know: docs/replay.md."""


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "replay", "ask the looks of recorded attempts again", description=_DESCRIPTION,
        examples=("vla_r1 replay recordings --model runs/grpo/last --json again.json --html again.html",
                  "vla_r1 replay recordings/NAME --endpoint http://127.0.0.1:8000/v1 --samples 5 --temperature 0.7"),
        ends={1: "an error, or a look was left without an answer, or none was there to ask"})
    parser.add_argument("folders", nargs="+", type=Path, metavar="BAG", help="bag, its file, or a folder with bags")
    parser.add_argument("--model", default="tabletop", help="name or folder of a model; its name with --endpoint")
    parser.add_argument("--endpoint", default="", help="running server, http://host:port/v1; else one is started")
    asking = parser.add_argument_group("how it is asked (default: as the model's manifest says)")
    asking.add_argument("--samples", type=int, default=1, help="answers drawn for each question, their medoid counts")
    asking.add_argument("--temperature", type=float, help="sampling temperature (with --samples: 0.7)")
    asking.add_argument("--top-p", type=float, help="nucleus share of sampling")
    asking.add_argument("--max-tokens", type=int, help="longest answer")
    asking.add_argument("--prompt-form", choices=("training", "released"), help="how the image is named in the prompt")
    asking.add_argument("--seed", type=int, default=0, help="of sampling and of intervals")
    asking.add_argument("--deadline", type=float, default=120.0, help="seconds for one look")
    asking.add_argument("--concurrency", type=int, default=8, help="looks asked at the same time")
    lifting = parser.add_argument_group("3D and the gate")
    lifting.add_argument("--robot", default="", help="robot file (default: the one whose joints the first bag has)")
    lifting.add_argument("--params", action="append", type=Path, default=[], metavar="FILE",
                         help="ROS parameter file of the cell's projection_node and planner_node; may be repeated")
    lifting.add_argument("--no-3d", action="store_true", help="compare in the picture only")
    lifting.add_argument("--no-gate", action="store_true", help="measure, but rehearse no motion")
    parser.add_argument("--by", choices=("human", "physics", "stack"), help="whose verdicts divide the looks "
                        "(default: who judged most)")  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE",
                        help="write everything there as well (keys: docs/replay.md)")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with both answers in each picture")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Replay; 0 where every look that was asked got an answer, 1 where one did not, or none was there to ask."""
    from vla_r1_ros.cli.evaluate import bags_below
    from vla_r1_ros.evaluation.asking import asked_as
    from vla_r1_ros.evaluation.plain_text import plain
    from vla_r1_ros.evaluation.replay_summary import differences_text, replay_text, summarise_replay
    from vla_r1_ros.evaluation.result_file import write_result, write_whole
    from vla_r1_ros.evaluation.verdicts import Source

    for name, low in (("samples", 1), ("concurrency", 1), ("seed", 0)):
        if getattr(arguments, name) < low:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"--{name} is {getattr(arguments, name)}, at least {low}")
    bags = bags_below(arguments.folders)
    lifting = None if arguments.no_3d else _lifting(arguments, bags[0])
    found, settings = _asked(arguments, bags, lifting)
    source = Source(arguments.by) if arguments.by else None
    summary = summarise_replay(found, asked_as(settings), source, arguments.seed)
    print(plain(replay_text(summary), sys.maxsize))
    if summary["labels"]:
        print(f"\n{plain(differences_text(found, arguments.seed), sys.maxsize)}")
    if arguments.json:
        write_result(arguments.json, summary)
    if arguments.html:
        from vla_r1_ros.evaluation.replay_page import replay_page

        write_whole(arguments.html, replay_page(found, summary, bags, arguments.html.parent), "--html")
        print(f"\n{arguments.html}: one file, readable without a network")
    return 0 if found.looks and not found.unanswered else 1


def _lifting(arguments: argparse.Namespace, bag: Bag) -> Lifting:
    from vla_r1_ros.cli.replay_motion import rehearse_with
    from vla_r1_ros.core.node_values import node_values
    from vla_r1_ros.core.robot_file import load_robot
    from vla_r1_ros.evaluation.bag_attempts import robot_of
    from vla_r1_ros.evaluation.replay_run import Lifting

    files = tuple(arguments.params)
    values = node_values("projection_node", files)
    robot = load_robot(arguments.robot) if arguments.robot else robot_of(bag)
    if robot is None:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no robot file has the joints that {bag.path} has",
                         "name one with --robot, or leave 3D out with --no-3d")
    rehearse = None if arguments.no_gate else rehearse_with(robot, files)
    return Lifting(robot, float(values["clearance"]), float(values["depth_tolerance_s"]), rehearse)


def _settings(arguments: argparse.Namespace, name: str, endpoint: str) -> ModelSettings:
    from vla_r1_ros.cli.bench_model import sampling
    from vla_r1_ros.vla.key import api_key
    from vla_r1_ros.vla.manifest import find_manifest, settings_for

    changes = sampling(arguments)
    changes |= {key: value for key in ("top_p", "max_tokens", "prompt_form")
                if (value := getattr(arguments, key)) is not None}  # fmt: skip
    changes |= {"deadline_s": arguments.deadline, "api_key": api_key()}
    if arguments.endpoint:
        return settings_for(name, endpoint, **changes)
    return find_manifest(arguments.model).settings(endpoint, **changes)  # of a folder: what lies in it


def _asked(arguments: argparse.Namespace, bags: list[Bag], lifting: Lifting | None) -> tuple[Run, ModelSettings]:
    from vla_r1_ros.cli.model_server import model_endpoint
    from vla_r1_ros.evaluation.replay_ask import endpoint_ask
    from vla_r1_ros.vla.client import ModelClient

    with tempfile.TemporaryDirectory(prefix="vla_r1_replay_") as folder:
        (Path(folder) / "logs").mkdir()
        with model_endpoint(arguments, Path(folder), print) as (endpoint, name, wait):
            settings = _settings(arguments, name, endpoint)  # what is wrong with it shows before anything is waited for
            wait(lambda: None)
            with ModelClient(settings) as client:
                return _with_bar(bags, endpoint_ask(client), lifting, arguments.concurrency), settings


def _with_bar(bags: list[Bag], ask: Ask, lifting: Lifting | None, concurrency: int) -> Run:
    from rich.progress import Progress

    from vla_r1_ros.evaluation.replay_run import replay

    with Progress() as bar:
        task = bar.add_task("looks", total=None)
        return replay(bags, ask, lifting, concurrency=concurrency,
                      on_look=lambda run: bar.update(task, completed=len(run.looks)))
