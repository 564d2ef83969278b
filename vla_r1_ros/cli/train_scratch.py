# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 train sft` without --model: the small checkpoint from scratch, on scenes."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vla_r1_ros.posttrain.course import Course
    from vla_r1_ros.posttrain.settings import Settings


def run(args: argparse.Namespace) -> int:
    """Trains in the processes that the settings ask for; prints one line per report."""
    # idle OpenMP threads must sleep: spinning ones cost a factor of three on a shared machine
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    import multiprocessing

    from vla_r1_ros.cli.environments import TRAIN, need
    from vla_r1_ros.core.errors import ErrorCode, InputError
    from vla_r1_ros.posttrain.course import Course
    from vla_r1_ros.posttrain.settings import Settings
    from vla_r1_ros.posttrain.tune.settings_file import load

    settings = load(Settings, args.config, args.changes)
    course = Course(args.minutes or 0.0, args.images or 0)
    state = args.out / "state.pt"
    if state.is_file() and not args.resume:
        raise InputError(
            ErrorCode.INPUT_PARAMETER, f"{state} exists", advice="add --resume, or choose another --out"
        )
    need("torch", TRAIN)
    args.out.mkdir(parents=True, exist_ok=True)
    meeting = args.out.resolve() / f"meeting_{os.getpid()}"
    spawn = multiprocessing.get_context("spawn")
    others = [
        spawn.Process(target=_train, args=(rank, settings, course, meeting, args), daemon=True)
        for rank in range(1, settings.processes)
    ]
    for process in others:
        process.start()
    _train(0, settings, course, meeting, args)
    for process in others:
        process.join()
    return int(any(process.exitcode for process in others))


def _train(rank: int, settings: Settings, course: Course, meeting: Path, args: argparse.Namespace) -> None:
    from vla_r1_ros.posttrain.curve import draw_curve
    from vla_r1_ros.posttrain.model import Architecture
    from vla_r1_ros.posttrain.scenes import SceneSet
    from vla_r1_ros.posttrain.sft import Trainer
    from vla_r1_ros.posttrain.team import Team

    team = Team(rank, settings.processes, meeting)
    data, held_out = SceneSet(args.data), SceneSet(args.held_out)
    trainer = Trainer(data, held_out, args.out, settings, Architecture(), team)
    if not (args.resume and trainer.resume()) and args.init is not None:
        trainer.start_from(args.init)

    def report(entry: dict[str, Any]) -> None:
        print(_line(entry, course), flush=True)
        if entry["kind"] == "evaluation":
            draw_curve(args.out / "log.jsonl", args.out / "curve.png")

    trainer.run(course, report)
    team.leave()


def _line(entry: dict[str, Any], course: Course) -> str:
    minutes = f"{entry['minutes']:.1f}{f'/{course.minutes:g}' if course.minutes else ''} min"
    images = f"images {entry['images']}{f'/{course.images}' if course.images else ''}"
    head = f"{entry['kind']} {minutes}, step {entry['step']}, {images}:"
    values = [f"{k} {v:.3f}" for k, v in entry.items() if isinstance(v, float) and k != "minutes"]
    if "path" in entry:
        values.append(f"path avg {entry['path']['avg']:.1f}")
    return f"{head} {', '.join(values)}"
