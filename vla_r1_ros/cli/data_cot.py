# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 data cot`: think texts by a teacher model for labelled pictures."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vla_r1_ros.cli.data_source import add_source, gather_source
from vla_r1_ros.cli.environments import ROS, need
from vla_r1_ros.cli.style import command

if TYPE_CHECKING:
    from vla_r1_ros.posttrain.cot.engine import EngineSettings, Progress

KEY_VARIABLE = "VLA_R1_TEACHER_KEY"
#: Least IoU, largest path distance, least and most words, by form; a blind teacher does not know the label.
RULES = {"hinted": (0.9, 0.02, 30, 300), "blind": (0.5, 0.1, 8, 300)}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `cot` (of `vla_r1 data`)."""
    parser = command(
        commands, "cot", "have a teacher write the think texts of labelled pictures",
        description="Shows a teacher model each labelled picture, keeps the answers that agree with the label, and "
        "writes a set to train on. Rules, sources and files: docs/data.md.",
        examples=("vla_r1 data cot --source sharerobot --data affordance.json --images images --out sets/cot "
                  "--endpoint http://gpu-box:8000/v1 --model Qwen2.5-VL-72B-Instruct --resume",),
        ends={0: "written; samples without an answer are counted in the last line"})
    add_source(parser)
    parser.add_argument("--endpoint", required=True, help=f"OpenAI-compatible API, with /v1; key in {KEY_VARIABLE}")
    parser.add_argument("--model", required=True, help="the teacher's name at the endpoint")
    parser.add_argument("--form", choices=tuple(RULES), default="hinted",
                        help="blind: ask as the student is asked and keep what agrees (default: %(default)s)")
    parser.add_argument("--resume", action="store_true", help="go on with a run that was ended")
    parser.add_argument("--tries", type=int, default=3, help="answers before a sample is dropped")
    parser.add_argument("--concurrency", type=int, default=8, help="requests at the same time")
    parser.add_argument("--price-prompt", type=float, default=0.0, help="of a million tokens")
    parser.add_argument("--price-completion", type=float, default=0.0, help="of a million tokens")
    parser.add_argument("--temperature", type=float, default=0.7, help="of the teacher's sampling")
    parser.add_argument("--max-tokens", type=int, default=1024, help="longest answer, tokens")
    parser.add_argument("--deadline", type=float, default=120.0, help="seconds for one answer")
    parser.add_argument("--min-iou", type=float, help="least overlap of the answered box with the label")
    parser.add_argument("--max-distance", type=float, help="largest distance of the answered path, in picture sides")
    parser.add_argument("--words", type=int, nargs=2, metavar=("LEAST", "MOST"), help="length of the think text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Converts the labels, asks the teacher, writes the set; prints what came of it."""
    need("cv2", ROS)
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from vla_r1_ros.posttrain.cot.engine import make_set

    settings = _settings(args)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
               TextColumn("{task.fields[words]}"))
    with Bar(*columns) as bar:
        gathered = gather_source(args, bar)
        task = bar.add_task("think texts", total=len(gathered.samples), words="")

        def show(at: Progress) -> None:
            bar.update(task, completed=at.done, words=_words(at))

        manifest = make_set(gathered, args.out, settings, resume=args.resume, on_progress=show)
    _print(manifest, args.out)
    return 0


def _settings(args: argparse.Namespace) -> EngineSettings:
    from vla_r1_ros.posttrain.cot.checks import Rules
    from vla_r1_ros.posttrain.cot.engine import EngineSettings
    from vla_r1_ros.posttrain.cot.manifest import Prices
    from vla_r1_ros.posttrain.cot.prompts import TeacherForm
    from vla_r1_ros.vla.settings import ModelSettings

    teacher = ModelSettings(args.endpoint, args.model, os.environ.get(KEY_VARIABLE) or None, args.deadline,
                            args.temperature, max_tokens=args.max_tokens)
    iou, distance, least, most = RULES[args.form]
    rules = Rules(iou if args.min_iou is None else args.min_iou,
                  distance if args.max_distance is None else args.max_distance, *(args.words or (least, most)))
    return EngineSettings(args.source, teacher, TeacherForm(args.form), rules, args.tries, args.concurrency, args.seed,
                          args.held_out, args.licence, Prices(args.price_prompt, args.price_completion))


def _words(at: Progress) -> str:
    tokens = at.spent.prompt_tokens + at.spent.completion_tokens
    money = f", cost {at.cost:.2f}" if at.cost else ""
    return f"kept {at.kept}, dropped {at.dropped}, unanswered {at.unanswered}, {tokens} tokens{money}"


def _print(manifest: dict[str, Any], out: Path) -> None:
    counts, spent = manifest["counts"], manifest["spent"]
    print(f"{out}: {counts['kept']} of {counts['samples']} samples kept {counts['by_task']}, "
          f"{counts['absent']} of absent things")
    for name in ("labels_left_out", "samples_dropped", "answers_refused"):
        print(f"{name.replace('_', ' ')}: {manifest[name] or 'none'}")
    print(f"{spent['requests']} answers, {spent['prompt_tokens']} + {spent['completion_tokens']} tokens, "
          f"cost {spent['cost']:.4f}")
    if counts["unanswered"]:
        print(f"{counts['unanswered']} samples had no answer; run again with --resume")
