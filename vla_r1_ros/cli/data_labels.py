# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 data labels`: labelled pictures as a set to train on, without a teacher."""

from __future__ import annotations

import argparse

from vla_r1_ros.cli.data_source import add_source, gather_source
from vla_r1_ros.cli.environments import ROS, need
from vla_r1_ros.cli.style import command


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `labels` (of `vla_r1 data`)."""
    parser = command(
        commands, "labels", "write labelled pictures as a set for GRPO, without a teacher",
        description="Converts labels to the form that training and benchmarks read, in train and test. Sources and "
        "files: docs/data.md.",
        examples=("vla_r1 data labels --source scenes --data data/train --out sets/scenes --limit 2000",
                  "vla_r1 data labels --source umd --data part-affordance-dataset/tools --out sets/umd"))
    add_source(parser)
    parser.add_argument("--think", choices=("none", "true"), default="none",
                        help="none: an empty think block; true: the text made from the truth (--source scenes only)")
    parser.add_argument("--no-parquet", action="store_false", dest="parquet",
                        help="leave out the parquet files, which repeat a picture in each row (verl needs them)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Converts the labels and writes the set; prints what came of it."""
    need("cv2", ROS)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from vla_r1_ros.posttrain.cot.labels import LabelSettings, Think, write_labels

    settings = LabelSettings(args.source, Think(args.think), args.seed, args.held_out, args.licence, args.parquet)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar:
        gathered = gather_source(args, bar)
        task = bar.add_task("pictures", total=len(gathered.samples))
        manifest = write_labels(gathered, args.out, settings, lambda done: bar.update(task, completed=done))
    counts = manifest["counts"]
    sizes = ", ".join(f"{name} {counts[name]}" for name in ("train", "test") if name in counts)
    print(f"{args.out}: {sizes}; {counts['by_task']}, {counts['absent']} of absent things")
    print(f"labels left out: {manifest['labels_left_out'] or 'none'}")
    return 0
