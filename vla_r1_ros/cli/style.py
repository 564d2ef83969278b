# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How every command describes itself: one line, what it does, options with defaults, an example, exit statuses."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

#: Statuses that every command has.
COMMON_ENDS: Mapping[int, str] = {
    0: "done",
    1: "an error: one line on stderr with code, reason and remedy (docs/errors.md)",
    2: "wrong usage",
    70: "an error of ours: please report it, with what --debug shows",
    130: "interrupted",
}
_WIDEST = 110


class Formatter(argparse.HelpFormatter):
    """Wraps paragraphs, keeps indented lines as they are, and adds the default to each option that has one."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(shutil.get_terminal_size().columns, _WIDEST) - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n\n".join(self._block(block, width) for block in text.split("\n\n"))

    @staticmethod
    def _block(block: str, width: int) -> str:
        lines = block.splitlines()
        if any(line.startswith("  ") for line in lines):
            return "\n".join(_hung(line, width) for line in lines)
        return textwrap.fill(" ".join(block.split()), width)

    def _get_help_string(self, action: argparse.Action) -> str:
        return help_text(action)


def _hung(line: str, width: int) -> str:
    """A line of statuses wrapped under its words; any other as it is."""
    start = len(line) - len(line.lstrip(" 0123456789"))
    return textwrap.fill(line, width, subsequent_indent=" " * start) if line[:start].strip() else line


def help_text(action: argparse.Action) -> str:
    """The help of an option, its default added where it has one that the words do not say."""
    text = action.help or ""
    silent = action.default in (None, "", False, True, argparse.SUPPRESS) or action.default == []
    if not action.option_strings or silent or "default" in text:
        return text
    return f"{text} (default: %(default)s)"


def command(
    subparsers: Any, name: str, line: str, *, description: str = "", examples: Sequence[str],
    ends: Mapping[int, str] | None = None, notes: str = "",
) -> argparse.ArgumentParser:  # fmt: skip
    """Add a command that runs something.

    Args:
        subparsers: what the parser above it returned from `add_subparsers`.
        name: the word on the command line.
        line: one line for the list of commands.
        description: what it does; paragraphs are parted by empty lines, indented lines stay as they are.
        examples: whole command lines.
        ends: what its exit statuses mean, where it is more than `COMMON_ENDS` says.
        notes: more to know, after the examples.
    """
    meanings = dict(COMMON_ENDS) | dict(ends or {})
    shown = "\n".join(f"  {example}" for example in examples)
    statuses = "\n".join(f"  {number:<5}{words}" for number, words in sorted(meanings.items()))
    parts = [f"examples:\n{shown}", notes, f"exit status:\n{statuses}"]
    parser: argparse.ArgumentParser = subparsers.add_parser(
        name, help=line, description=description or f"{line[0].upper()}{line[1:]}.", formatter_class=Formatter,
        epilog="\n\n".join(part for part in parts if part))  # fmt: skip
    parser.set_defaults(help_examples=tuple(examples), help_ends=meanings, help_notes=notes)
    add_debug(parser, default=argparse.SUPPRESS)
    return parser


def group(subparsers: Any, name: str, line: str) -> Any:
    """Add a command that only holds others; returns where they are added."""
    parser = subparsers.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.",
                                   formatter_class=Formatter)
    return parser.add_subparsers(metavar="WHAT", required=True)


def add_debug(parser: argparse.ArgumentParser, default: Any = False) -> None:
    """Add the option that every command takes, before or after its name."""
    parser.add_argument("--debug", action="store_true", default=default,
                        help="with an error, also show where in the code it was raised")
