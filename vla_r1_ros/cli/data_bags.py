# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 data from-bags DIR...`: recorded attempts as a set to train on."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from vla_r1_ros.cli.environments import ROS, need
from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError

_DESCRIPTION = """Makes a labelled set for `vla_r1 train sft|grpo --model` of recorded attempts: the answers of attempts
that were judged a success, and the boxes and paths that a person put right (`vla_r1 label`). All else is left out, by
name and reason, in manifest.json. See docs/data.md."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `from-bags` (of `vla_r1 data`)."""
    parser = command(
        commands, "from-bags", "judged and corrected attempts as a set to train on", description=_DESCRIPTION,
        examples=("vla_r1 data from-bags recordings --out sets/own --step 0.002",
                  "vla_r1 data from-bags recordings --out sets/put_right --only-corrected"))
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="folder with bags, a bag, or a bag's file")
    parser.add_argument("--out", type=Path, required=True, help="folder of the new set")
    parser.add_argument("--by", action="append", choices=("human", "physics", "stack"),
                        help="whose verdict counts, may be repeated: the first that judged an attempt (default: human, "
                        "then physics; the stack's own word says little)")
    parser.add_argument("--only-corrected", action="store_true", help="take what a person put right, nothing else")
    parser.add_argument("--think", choices=("recorded", "none"), default="recorded",
                        help="recorded: the model's own reasoning where its answer is the label and it is clear which "
                        "is whose; none: an empty think block")
    parser.add_argument("--step", type=float, default=0.001, help="coordinates as multiples of this share of the "
                        "picture; for the shipped tabletop 0.002, it knows no others")
    parser.add_argument("--held-out", type=float, default=0.0, help="share of the pictures that becomes test")
    parser.add_argument("--seed", type=int, default=0, help="of the split")
    parser.add_argument("--licence", default="not stated", help="of pictures and labels, for the manifest")
    parser.add_argument("--no-parquet", action="store_false", dest="parquet",
                        help="leave out the parquet files (verl needs them)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the set and says what is in it, what is not, and why."""
    need("cv2", ROS)
    from rich.progress import Progress

    from vla_r1_ros.cli.evaluate import bags_below
    from vla_r1_ros.evaluation.bag_samples import SOURCE, Choice, gather_bags
    from vla_r1_ros.evaluation.verdicts import Source
    from vla_r1_ros.posttrain.cot.labels import LabelSettings, Think, refuse_taken, write_labels

    settings = LabelSettings(SOURCE, Think(args.think), args.seed, args.held_out, args.licence, args.parquet)
    refuse_taken(args.out)
    bags = bags_below(args.folders)
    choice = Choice(tuple(map(Source, args.by)) if args.by else Choice().judges, args.only_corrected, args.step)
    with tempfile.TemporaryDirectory(prefix="vla_r1_bags_") as spool, Progress() as bar:
        task = bar.add_task("bags", total=len(bags))
        gathered, lost = gather_bags(bags, choice, Path(spool),
                                     on_bag=lambda done: bar.update(task, completed=done))
        why = ", ".join(f"{reason} {count}" for reason, count in gathered.reasons().items()) or "none"
        if not gathered.samples:
            raise InputError(ErrorCode.INPUT_FILE, f"nothing in {len(bags)} bags can be trained on; left out: {why}",
                             "judge attempts with `vla_r1 judge`, or put answers right with `vla_r1 label`")
        manifest = write_labels(gathered, args.out, settings, more={"lost": lost})
    counts, origins = manifest["counts"], manifest["origins"]
    sizes = ", ".join(f"{name} {counts[name]}" for name in ("train", "test") if name in counts)
    print(f"{args.out}: {sizes}; {counts['by_task']}, {counts['absent']} of absent things, "
          f"{counts['with_think']} with think text")
    print(f"labels: {origins['label']}; by {origins['by']}; answered by {origins['model']}")
    print(f"left out: {why}")
    for path, words in lost.items():
        print(f"lost in {path}: {'; '.join(words)}")
    return 0
