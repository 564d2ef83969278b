# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 evaluate DIR...`: success, times, failures and marks of recorded attempts as text, JSON, CSV and a page."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError

if TYPE_CHECKING:
    from vla_r1_ros.evaluation.bag_attempts import BagResult
    from vla_r1_ros.evaluation.bag_files import Bag

GROUPS = ("scene", "robot", "model", "task")


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "evaluate", "success, times and failures from recorded attempts",
        description="Reads all bags below the folders (ours, or of `ros2 bag record` with the stack's topics), with "
        "the verdict.json and labels.json beside them. Damaged bags give what can be read and say what is lost.",
        examples=("vla_r1 evaluate recordings --html report.html --json report.json",
                  "vla_r1 evaluate monday --against last_week --by human"),
        ends={0: "at least one attempt was found", 1: "no attempt was found, or an error"})
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="folder with bags, a bag, or a bag's file")
    parser.add_argument("--against", nargs="+", type=Path, default=[], metavar="DIR",
                        help="compare with the attempts of these: is the difference in success real?")
    parser.add_argument("--margin", type=float, default=0.1, metavar="SHARE",
                        help="with --against: a difference in success that would not matter (default 0.1: 10 points)")
    parser.add_argument("--by", choices=("human", "physics", "stack"),
                        help="whose verdicts count (default: who judged most attempts, of equals human before "
                        "physics before stack)")
    for name in GROUPS:
        parser.add_argument(f"--{name}", default="", help=f"all these bags have this {name} (default: as recorded)")
    parser.add_argument("--html", type=Path, metavar="FILE",
                        help="write a report here: one file with pictures, plots and each attempt, no network")
    parser.add_argument("--no-clips", action="store_true",
                        help="with --html: leave out the short clips of the attempts (a smaller page, sooner written)")
    parser.add_argument("--json", type=Path, metavar="FILE",
                        help="write everything there as well (keys: docs/evaluate.md)")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a line for each attempt there as well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; 0 where at least one attempt was found."""
    from vla_r1_ros.evaluation.against import against_text, check_margin, compare_sets
    from vla_r1_ros.evaluation.bag_summary import choose_source, csv_text, report_text, summarise
    from vla_r1_ros.evaluation.plain_text import plain
    from vla_r1_ros.evaluation.result_file import write_result, write_whole
    from vla_r1_ros.evaluation.verdicts import Source

    check_margin(arguments.margin)
    facts = {name: value for name in GROUPS if (value := getattr(arguments, name))}
    results = _evaluated(arguments.folders, facts)
    others = _evaluated(arguments.against, facts) if arguments.against else []
    every = [attempt for result in (*results, *others) for attempt in result.attempts]
    source = Source(arguments.by) if arguments.by else choose_source(every)
    summary = summarise(results, source)
    summary["against"] = compare_sets(results, others, source, arguments.margin) if others else None
    print(plain(report_text(summary), sys.maxsize))
    if others:
        print(f"\n{plain(against_text(summary['against']), sys.maxsize)}")
    if arguments.json:
        write_result(arguments.json, summary)
    if arguments.csv:
        write_whole(arguments.csv, csv_text(summary), "--csv")
    if arguments.html:
        _write_page(arguments.html, results, summary, clips=not arguments.no_clips)
    return 0 if summary["attempts"] else 1


def bags_below(folders: Sequence[Path]) -> "list[Bag]":
    """The bags at or below the folders, each once.

    Raises:
        InputError: INPUT_FILE where there is none.
    """
    from vla_r1_ros.evaluation.bag_files import find_bags

    bags = {bag.path.resolve(): bag for folder in folders for bag in find_bags(folder)}
    if not bags:
        raise InputError(ErrorCode.INPUT_FILE, f"no bag in {', '.join(map(str, folders))}",
                         "bags are folders with .mcap or .db3 files; unpack .zstd files first")
    return list(bags.values())


def _evaluated(folders: Sequence[Path], facts: dict[str, str]) -> "list[BagResult]":
    """What each bag below the folders gives."""
    from vla_r1_ros.evaluation.bag_attempts import evaluate_bag

    bags, results = bags_below(folders), []
    for place, bag in enumerate(bags, 1):
        if sys.stderr.isatty():
            print(f"{place}/{len(bags)} {bag.path}", file=sys.stderr)
        results.append(evaluate_bag(bag, facts))
    return results


def _write_page(path: Path, results: "Sequence[BagResult]", summary: dict[str, Any], *, clips: bool) -> None:
    from vla_r1_ros.evaluation.html_report import report_page
    from vla_r1_ros.evaluation.result_file import write_whole

    text = report_page(results, summary, path.parent, clips=clips)
    write_whole(path, text, "--html")
    print(f"\n{path}: {len(text.encode()) / 1e6:.1f} MB, one file, readable without a network")
