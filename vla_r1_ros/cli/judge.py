# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 judge BAG`: a person's verdict on recorded attempts, kept beside the bag."""

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.evaluation.verdicts import MEANINGS, FailureReason, Source, Verdict, keep_verdict, load_verdicts

if TYPE_CHECKING:
    from vla_r1_ros.evaluation.bag_files import Bag

_PICTURES = (".png", ".jpg", ".mp4")
FACTS = ("scene", "robot", "model")


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "judge", "say whether recorded attempts succeeded",
        description="Shows what was asked and where the pictures lie, asks for your verdict, keeps it in verdict.json "
        "beside the bag, and only then says what the stack said: yours should not lean on it. With --success or "
        "--failure nothing is asked. A verdict of a person takes the place of an earlier one.",
        examples=("vla_r1 judge recordings/20260101-120000",
                  'vla_r1 judge BAG --failure MISSED_GRASP --notes "slid off the edge"'),
        ends={0: "every attempt that was shown has your verdict", 1: "one was left without a verdict, or an error"},
        notes="reasons:\n" + "\n".join(f"  {reason!s:18}{words}" for reason, words in MEANINGS.items()))
    parser.add_argument("bag", type=Path, metavar="BAG", help="bag, or folder with one")
    parser.add_argument("--attempt", help="judge this attempt only (default: each attempt of the bag)")
    said = parser.add_mutually_exclusive_group()
    said.add_argument("--success", action="store_true", help="it did what was asked")
    said.add_argument("--failure", metavar="REASON", choices=[str(reason) for reason in FailureReason],
                      help="it did not; reasons are below")
    parser.add_argument("--notes", default="", help="anything else to keep")
    parser.add_argument("--judge", default="", help="your name (default: the user's)")
    for name in FACTS:
        parser.add_argument(f"--{name}", default="", help=f"the {name}, for tables by {name}")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge; 0 when every attempt that was shown has a verdict of a person."""
    from vla_r1_ros.evaluation.bag_attempts import evaluate_bag

    bag = one_bag(arguments.bag)
    load_verdicts(bag.path)  # a damaged file is named before anything is asked
    attempts = {attempt.attempt: attempt for attempt in evaluate_bag(bag).attempts}
    chosen = [arguments.attempt] if arguments.attempt is not None else list(attempts) or [""]
    if arguments.attempt is not None and arguments.attempt not in attempts:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the bag has no attempt '{arguments.attempt}'",
                         "it has: " + (", ".join(attempts) or "none"))
    given = arguments.success or arguments.failure
    if given and len(chosen) > 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the bag has {len(chosen)} attempts: one verdict is not for all",
                         "name one with --attempt: " + ", ".join(chosen))
    facts = {name: getattr(arguments, name) for name in FACTS}
    for name in chosen:
        if not given:
            _show(bag.path, name, attempts.get(name))
        verdict = _given(arguments) if given else _asked(arguments)
        if verdict is None:
            print("no verdict")
            return 1
        path, before = keep_verdict(bag.path, name, verdict, facts)
        print(f"{name or 'the recording'}: {_words(verdict)}; kept in {path}"
              + (f" in place of: {_words(before)} ({before.by}, {before.when})" if before is not None else ""))
        if not given and name in attempts:
            _tell_stack(attempts[name])
    return 0


def one_bag(path: Path) -> "Bag":
    """The only bag at or below a path.

    Raises:
        InputError: INPUT_FILE where there is none, or more than one.
    """
    from vla_r1_ros.evaluation.bag_files import find_bags

    bags = find_bags(path)
    if len(bags) != 1:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} holds {len(bags)} bags, not one",
                         "name one: " + ", ".join(str(bag.path) for bag in bags[:8]))
    return bags[0]


def _given(arguments: argparse.Namespace) -> Verdict:
    return Verdict(Source.HUMAN, not arguments.failure, arguments.failure or "", arguments.notes, name_of(arguments))


def name_of(arguments: argparse.Namespace) -> str:
    """Who judges: as said with --judge, else the user; empty where that one has no name."""
    if arguments.judge:
        return str(arguments.judge)
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container whose user has no name
        return ""


def _words(verdict: Verdict) -> str:
    return "success" if verdict.success else f"failure, {verdict.reason}"


def _show(bag: Path, name: str, attempt: Any) -> None:
    print(f"\n{bag}  {name or '(no attempt found in it)'}")
    if attempt is not None:
        print(f"instruction: {attempt.instruction or 'not in the bag'}")
    folders = [bag, bag.parent] if bag.is_dir() else [bag.parent]
    pictures = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in _PICTURES]
    for path in pictures[:12]:
        print(f"picture: {path}")


def _tell_stack(attempt: Any) -> None:
    stack = attempt.verdicts.get(Source.STACK)
    print(f"the stack said: {'nothing, its end is not in the bag' if stack is None else _words(stack)}"
          + (f" ({stack.notes})" if stack is not None and stack.notes else ""))  # fmt: skip


def _asked(arguments: argparse.Namespace) -> Verdict | None:
    """The verdict from the terminal; None where the input ends first."""
    reasons = list(FailureReason)
    try:
        while (answer := input("success or failure? [s/f] ").strip().lower()) not in ("s", "f", "success", "failure"):
            print("s or f")
        reason = ""
        if answer.startswith("f"):
            for number, one in enumerate(reasons, 1):
                print(f"  {number:2d}  {one:16s} {MEANINGS[one]}")
            by_number = {str(number): str(one) for number, one in enumerate(reasons, 1)}
            while (text := input(f"reason? [1-{len(reasons)}] ").strip()) not in by_number:
                print(f"a number from 1 to {len(reasons)}")
            reason = by_number[text]
        notes = arguments.notes or input("notes? (Enter for none) ").strip()
    except EOFError:
        return None
    return Verdict(Source.HUMAN, not reason, reason, notes, name_of(arguments))
