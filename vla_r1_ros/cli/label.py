# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 label BAG`: what the model should have answered at a recorded look, kept beside the bag."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Box, Task

if TYPE_CHECKING:
    from vla_r1_ros.evaluation.bag_attempts import BagAttempt
    from vla_r1_ros.evaluation.bag_files import Bag
    from vla_r1_ros.evaluation.bag_labels import Label
    from vla_r1_ros.evaluation.bag_story import LookStory

_DESCRIPTION = """Keeps the right box or path of a recorded look in labels.json beside the bag, where `vla_r1 evaluate`,
`replay` and `data from-bags` read it. Without --box, --path or --absent it lists the looks with what the model answered
and what is labelled. --picture writes the look's picture, to read coordinates from in any viewer."""


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "label", "put right what the model answered at a recorded look", description=_DESCRIPTION,
        examples=("vla_r1 label recordings/NAME", "vla_r1 label recordings/NAME --look 1 --picture look.png",
                  "vla_r1 label recordings/NAME --box 312,240,64,48", "vla_r1 label recordings/NAME --absent box"))
    parser.add_argument("bag", type=Path, metavar="BAG", help="bag, its file, or a folder with one")
    parser.add_argument("--attempt", help="attempt of the look (default: the only one)")
    parser.add_argument("--look", type=int, help="which look of the attempt, from 1 (default: its last)")
    parser.add_argument("--box", metavar="X,Y,W,H", help="the right box: centre and size, in pixels")
    parser.add_argument("--path", metavar="'X,Y X,Y ...'", help="the right path: points in pixels")
    parser.add_argument("--absent", choices=("box", "path"), action="append", default=[],
                        help="what is asked for is not in the picture: the right answer to this question is 'absent'")
    parser.add_argument("--shares", action="store_true", help="numbers are shares of the picture, 0 to 1, not pixels")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="write the look's picture here (PNG)")
    parser.add_argument("--judge", default="", help="your name (default: the user's)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Label; 0 when what was given is kept."""
    from vla_r1_ros.cli.judge import name_of, one_bag
    from vla_r1_ros.evaluation.bag_attempts import evaluate_bag
    from vla_r1_ros.evaluation.label_file import add_label
    from vla_r1_ros.evaluation.look_read import look_key, read_looks
    from vla_r1_ros.evaluation.replay_run import step_of
    from vla_r1_ros.posttrain.cot.images import png_bytes

    bag = one_bag(arguments.bag)
    attempts = evaluate_bag(bag).attempts
    if not (arguments.box or arguments.path or arguments.absent or arguments.picture):
        return _list(bag, attempts)
    attempt, look = _chosen(arguments, attempts)
    data, decode = read_looks(bag, [look], measured=False)
    picture = data[look_key(look)].picture(decode)
    if picture is None:
        raise InputError(ErrorCode.INPUT_FILE, "the picture of the look is not in the bag, or cannot be read",
                         "label a look that has its picture")
    if arguments.picture:
        arguments.picture.write_bytes(png_bytes(picture))
        print(f"{arguments.picture}: {picture.shape[1]} x {picture.shape[0]}")
    text = step_of(attempt, look).text
    for task, label in _labels(arguments, (picture.shape[1], picture.shape[0])):
        path = add_label(bag.path, look.stamp_ns, text, task, label, name_of(arguments))
        print(f"{task} of '{text}': {_words(label)}; kept in {path}")
    return 0


def _list(bag: Bag, attempts: tuple[BagAttempt, ...]) -> int:
    from vla_r1_ros.evaluation.bag_labels import labels_of
    from vla_r1_ros.evaluation.replay_run import recorded_answer

    labels = labels_of(bag, [])
    for attempt in attempts:
        verdicts = ", ".join(f"{source} {'success' if v.success else v.reason}" for source, v in
                             attempt.verdicts.items())  # fmt: skip
        print(f"{attempt.attempt}  {attempt.instruction}  ({verdicts or 'not judged'})")
        for number, look in enumerate(attempt.story.looks, 1):
            print(f"  look {number}: answered {recorded_answer(attempt, look).said}")
            for task in Task:
                if (look.stamp_ns, task) in labels:
                    print(f"    labelled {task}: {_words(labels[look.stamp_ns, task])}")
    return 0 if attempts else 1


def _chosen(arguments: argparse.Namespace, attempts: tuple[BagAttempt, ...]) -> tuple[BagAttempt, LookStory]:
    by_name = {attempt.attempt: attempt for attempt in attempts}
    if arguments.attempt is None and len(by_name) != 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the bag has {len(by_name)} attempts, a label is of one",
                         "name one with --attempt: " + ", ".join(by_name))
    attempt = by_name.get(arguments.attempt) if arguments.attempt is not None else attempts[0]
    if attempt is None:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the bag has no attempt '{arguments.attempt}'",
                         "it has: " + (", ".join(by_name) or "none"))
    looks = attempt.story.looks
    number = len(looks) if arguments.look is None else arguments.look
    if not 1 <= number <= len(looks):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the attempt has {len(looks)} looks, no look {number}",
                         "`vla_r1 label BAG` lists them")
    return attempt, looks[number - 1]


def _labels(arguments: argparse.Namespace, size_px: tuple[int, int]) -> list[tuple[Task, Label]]:
    """What was given, as shares of the picture."""
    from vla_r1_ros.posttrain.cot.convention import Convention, Evidence, Units

    convention = Convention(Units.NORMALISED if arguments.shares else Units.PIXELS)
    given: list[tuple[Task, Label]] = []
    if arguments.box:
        (box,) = _numbers(arguments.box, 4)
        given.append((Task.AFFORDANCE, convention.box(box, size_px, Evidence())))
    if arguments.path:
        given.append((Task.TRAJECTORY, convention.path(_numbers(arguments.path, 2), size_px, Evidence())))
    given += [(Task.AFFORDANCE if name == "box" else Task.TRAJECTORY, None) for name in arguments.absent]
    if len({task for task, _ in given}) < len(given):
        raise InputError(ErrorCode.INPUT_PARAMETER, "a question has one right answer", "give a box, or --absent box")
    return given


def _numbers(words: str, count: int) -> list[list[float]]:
    try:
        found = [[float(number) for number in part.split(",")] for part in words.split()]
    except ValueError:
        found = []
    if not found or any(len(part) != count for part in found) or (count == 4 and len(found) != 1):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"'{words[:60]}' are not groups of {count} numbers",
                         "--box 320,240,60,80   --path '100,200 150,180 220,240'")
    return found


def _words(label: Label) -> str:
    if label is None:
        return "absent"
    if isinstance(label, Box):
        return f"box {label.x:g}, {label.y:g}, {label.width:g}, {label.height:g}"
    return f"path of {len(label)} points"
