# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 evaluate DIR...`: success, times, failures and marks from recorded attempts."""

import argparse
import sys
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError

GROUPS = ("scene", "robot", "model", "task")


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "evaluate", help="figures from recorded attempts",
        description="Reads all bags below the folders (ours, or of `ros2 bag record` with the stack's topics), with "
        "the verdict.json and labels.json beside them. Damaged bags give what can be read and say what is lost.",
    )  # fmt: skip
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="folder with bags, a bag, or a bag's file")
    parser.add_argument("--by", choices=("human", "physics", "stack"),
                        help="whose verdicts count (default: who judged most attempts, of equals human before "
                        "physics before stack)")
    for name in GROUPS:
        parser.add_argument(f"--{name}", default="", help=f"all these bags have this {name} (default: as recorded)")
    parser.add_argument("--json", type=Path, help="write everything here too (keys: docs/evaluate.md)")
    parser.add_argument("--csv", type=Path, help="write a line for each attempt here too")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; 0 where at least one attempt was found."""
    from vla_r1_ros.evaluation.bag_attempts import evaluate_bag
    from vla_r1_ros.evaluation.bag_files import find_bags
    from vla_r1_ros.evaluation.bag_summary import csv_text, report_text, summarise
    from vla_r1_ros.evaluation.result_file import write_result, write_whole
    from vla_r1_ros.evaluation.verdicts import Source

    bags = {bag.path.resolve(): bag for folder in arguments.folders for bag in find_bags(folder)}
    if not bags:
        raise InputError(ErrorCode.INPUT_FILE, f"no bag in {', '.join(map(str, arguments.folders))}",
                         "bags are folders with .mcap or .db3 files; unpack .zstd files first")
    facts = {name: value for name in GROUPS if (value := getattr(arguments, name))}
    results = []
    for place, bag in enumerate(bags.values(), 1):
        if sys.stderr.isatty():
            print(f"{place}/{len(bags)} {bag.path}", file=sys.stderr)
        results.append(evaluate_bag(bag, facts))
    summary = summarise(results, Source(arguments.by) if arguments.by else None)
    print(report_text(summary))
    if arguments.json:
        write_result(arguments.json, summary)
    if arguments.csv:
        write_whole(arguments.csv, csv_text(summary), "--csv")
    return 0 if summary["attempts"] else 1
