# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Options of commands that read labelled pictures from a source, see docs/data.md."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from vla_r1_ros.core.errors import ErrorCode, InputError

if TYPE_CHECKING:
    from rich.progress import Progress

    from vla_r1_ros.posttrain.cot.gather import Gathered

SOURCES = ("sharerobot", "umd", "vait", "scenes", "recording", "finished")


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add what is read, what is taken of it, and where the new set goes."""
    parser.add_argument("--source", choices=SOURCES, required=True, help="format of the labels, see docs/data.md")
    parser.add_argument("--data", type=Path, required=True, help="label file, or folder of the set")
    parser.add_argument("--images", type=Path, help="folder of the pictures (recording: the bag), if elsewhere")
    parser.add_argument("--out", type=Path, required=True, help="folder of the new set")
    parser.add_argument("--limit", type=int, default=0, help="take so many entries, drawn by the seed")
    parser.add_argument("--seed", type=int, default=0, help="of all that is drawn")
    parser.add_argument("--held-out", type=float, default=0.05, help="share of the pictures that becomes test")
    parser.add_argument("--licence", default="not stated", help="of pictures and labels, for the manifest")
    parser.add_argument("--units", choices=("pixels", "normalised", "thousandths"), help="instead of the format's own")
    parser.add_argument("--anchor", choices=("centre", "top_left"), help="what x, y of a box are, likewise")
    parser.add_argument("--no-set-check", action="store_true", help="go on though the set looks otherwise than said")
    parser.add_argument("--absent", type=float, default=1.0,
                        help="scenes: how often absent things are asked for, as a multiple of the usual 38 %%")
    parser.add_argument("--topic", default="", help="of the pictures in a recording")


def gather_source(args: argparse.Namespace, bar: Progress) -> Gathered:
    """The samples that the options ask for, with a bar of its own; the set as a whole is checked.

    Raises:
        InputError: the source cannot be read, or speaks against the convention that was declared.
    """
    if args.limit < 0 or not args.absent >= 0.0 or args.seed < 0:
        raise InputError(ErrorCode.INPUT_PARAMETER,
                         f"--limit {args.limit}, --absent {args.absent}, --seed {args.seed}: none may be below 0",
                         "--limit 0 takes all entries")
    from vla_r1_ros.posttrain.cot.convention import Anchor, Units
    from vla_r1_ros.posttrain.cot.gather import choose, gather
    from vla_r1_ros.posttrain.cot.sources.options import SourceOptions
    from vla_r1_ros.posttrain.cot.sources.registry import open_source

    options = SourceOptions(args.data, args.images, Units(args.units) if args.units else None,
                            Anchor(args.anchor) if args.anchor else None, args.seed, args.topic, args.absent)
    items, convention = open_source(args.source, options)
    items = choose(items, args.limit, args.seed)
    labels = bar.add_task("labels", total=len(items), words="")
    gathered = gather(items, lambda done: bar.update(labels, completed=done))
    if not args.no_set_check:
        convention.check_set(options.evidence)
    return gathered
