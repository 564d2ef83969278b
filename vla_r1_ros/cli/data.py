# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 data`: training data from the simulator, labelled pictures as sets, and think texts for them."""

from __future__ import annotations

import argparse
from pathlib import Path

from vla_r1_ros.cli import data_bags, data_cot, data_labels
from vla_r1_ros.cli.environments import ROS, need
from vla_r1_ros.cli.style import command, group


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `data` and its own commands."""
    commands = group(subparsers, "data", "make training data")
    scenes = command(
        commands, "scenes", "draw scenes with true boxes and paths",
        description="Draws tables in the simulator as shards of pictures with the truth about them, for training from "
        "scratch and for `data labels --source scenes`. Shards that are there already are kept.",
        examples=("vla_r1 data scenes --out data/train --count 40000",
                  "vla_r1 data scenes --out data/held_out --count 300 --seed 50000 --plain"))
    scenes.add_argument("--out", type=Path, required=True, help="folder for the shards")
    scenes.add_argument("--count", type=int, default=40_000, help="how many scenes")
    scenes.add_argument("--seed", type=int, default=1_000_000, help="first seed; below 100000 is held out")
    scenes.add_argument("--workers", type=int, default=2, help="processes that draw")
    scenes.add_argument("--plain", action="store_true", help="fresh tables only, arm at home (as in benchmarks)")
    scenes.add_argument("--leave-out-pairs", action="store_true",
                        help="without the eight colour-shape pairs that `bench model --split pairs` asks for")
    scenes.set_defaults(run=run_scenes)
    data_labels.register(commands)
    data_bags.register(commands)
    data_cot.register(commands)


def run_scenes(args: argparse.Namespace) -> int:
    """Makes the shards that are missing, with a progress bar."""
    need("PIL", ROS)
    from rich.progress import Progress

    from vla_r1_ros.posttrain.scenes import make_shards

    with Progress() as progress:
        task = progress.add_task("scenes", total=args.count)
        for done in make_shards(args.out, args.count, args.seed, args.workers, training=not args.plain,
                                leave_out_pairs=args.leave_out_pairs):  # fmt: skip
            progress.update(task, completed=done)
    return 0
