# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench bags`: how fast recordings are read for figures, without decoding an image."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.style import command


def register(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = command(
        subparsers, "bags", "reading speed of recordings",
        description="Reads each bag as `vla_r1 evaluate` does, once, in one thread, and says how many MB of the files "
        "it takes a second of CPU time, and of wall time (which depends on the disk and on what else runs).",
        examples=("vla_r1 bench bags recordings",))
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="folder with bags, a bag, or a bag's file")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print a table; 0."""
    from vla_r1_ros.cli.evaluate import bags_below
    from vla_r1_ros.evaluation.plain_text import plain
    from vla_r1_ros.evaluation.result_file import write_result
    from vla_r1_ros.evaluation.tables import markdown

    figures = [measure(bag) for bag in bags_below(arguments.folders)]
    whole = {key: sum(one[key] for one in figures) for key in ("mb", "cpu_s", "wall_s")}
    rows = [[str(name), f"{one['mb']:.1f}", f"{one['cpu_s']:.2f}", f"{_rate(one, 'cpu_s'):.0f}",
             f"{_rate(one, 'wall_s'):.0f}"]
            for name, one in (*((one["bag"], one) for one in figures), ("all", whole))]  # fmt: skip
    print(plain(markdown(["bag", "MB", "CPU s", "MB/s a core", "MB/s wall"], rows), 1 << 20))
    if arguments.json:
        write_result(arguments.json, {"bags": figures, "mb_per_cpu_s": round(_rate(whole, "cpu_s"), 1),
                                      "mb_per_wall_s": round(_rate(whole, "wall_s"), 1)})  # fmt: skip
    return 0


def measure(bag: Any) -> dict[str, Any]:
    """Megabytes of a bag's files, and seconds of CPU and wall time that reading it for figures takes."""
    from vla_r1_ros.evaluation.bag_attempts import evaluate_bag

    cpu, wall = time.process_time(), time.monotonic()
    result = evaluate_bag(bag)
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    size = sum(path.stat().st_size for path in bag.files)
    return {"bag": str(bag.path), "mb": size / 1e6, "cpu_s": cpu, "wall_s": wall, "attempts": len(result.attempts)}


def _rate(one: dict[str, Any], seconds: str) -> float:
    return float(one["mb"] / max(one[seconds], 1e-6))
