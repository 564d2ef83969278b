# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""docs/cli.md from the parsers of the command line; independent of how Python lays out its help."""

import argparse
from collections.abc import Iterator

from reference_topics import table

from vla_r1_ros.cli.main import make_parser
from vla_r1_ros.cli.style import COMMON_ENDS

_HEAD = """\
# Command line

Written by `make reference` from the commands' own parsers; a test keeps them equal. The same is under `--help` of each.

On a bare machine the command is `.venv/bin/vla_r1` (training: `.venv-train/bin/vla_r1`), on a ROS 2 machine
`ros2 run vla_r1_ros vla_r1`.

- **Errors** are one line on stderr: `error: [number NAME] what is wrong (what to do about it)`, see
  [errors.md](errors.md). `--debug`, before or after the command's name, shows where in the code it was raised.
- **Scripts** read `--json FILE` where a command has figures, and the exit status. `train` and `data` leave files of
  their own (`manifest.json` of a set, `log.jsonl` of a run), `judge` a `verdict.json` beside the bag.
- **Completion** with the tab key in bash and zsh: `eval "$(register-python-argcomplete vla_r1)"`, with the package
  `argcomplete` (in `.venv`; on a ROS 2 machine ros2cli brings it).
"""


def leaves(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """One line and parser of every command that runs something."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            lines = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, child in action.choices.items():
                if any(isinstance(inner, argparse._SubParsersAction) for inner in child._actions):
                    yield from leaves(child)
                else:
                    yield lines[name], child


def cli_page() -> str:
    """The whole page."""
    common = table(("exit status", "of every command"), ((str(n), words) for n, words in COMMON_ENDS.items()))
    parts = [_HEAD, common, *(_command(line, parser) for line, parser in leaves(make_parser()))]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _command(line: str, parser: argparse.ArgumentParser) -> str:
    words = [_value(action) for action in parser._actions if not action.option_strings]
    usage = " ".join([parser.prog, *words, "[options]"])
    parts = [f"## {parser.prog}", f"{line[0].upper()}{line[1:]}. `{usage}`"]
    description = (parser.description or "").strip()
    if description.rstrip(".") != line[0].upper() + line[1:]:
        parts.append(_paragraphs(description))
    parts.append("```\n" + "\n".join(parser.get_default("help_examples")) + "\n```")
    for group in parser._action_groups:
        rows = [_row(parser, action) for action in group._group_actions if action.dest not in ("help", "debug")]
        if rows:
            title = f"**{group.title}**\n\n" if group.title not in ("options", "positional arguments") else ""
            kind = "argument" if group.title == "positional arguments" else "option"
            parts.append(title + table((kind, "meaning"), rows))
    if parser.get_default("help_notes"):
        parts.append(_paragraphs(parser.get_default("help_notes")))
    ends = parser.get_default("help_ends")
    own = {number: words for number, words in ends.items() if COMMON_ENDS.get(number) != words}
    if own:
        parts.append("Exit status: " + "; ".join(f"{number} {words}" for number, words in sorted(own.items())) + ".")
    return "\n\n".join(parts)


def _paragraphs(text: str) -> str:
    blocks = []
    for block in text.split("\n\n"):
        fixed = any(line.startswith("  ") for line in block.splitlines())
        blocks.append(f"```text\n{block}\n```" if fixed else " ".join(block.split()))
    return "\n\n".join(blocks)


def _row(parser: argparse.ArgumentParser, action: argparse.Action) -> tuple[str, str]:
    names = ", ".join(action.option_strings)
    shown = " ".join(part for part in (names, _value(action)) if part)
    return f"`{shown}`" + (" (required)" if action.option_strings and action.required else ""), \
        parser._get_formatter()._expand_help(action)


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    metavar = action.metavar
    if metavar is None:
        plain = action.dest.upper() if action.option_strings else action.dest
        metavar = "{" + ",".join(str(choice) for choice in action.choices) + "}" if action.choices else plain
    if isinstance(metavar, tuple):
        return " ".join(metavar)
    if action.nargs == "+":
        return f"{metavar} ..."
    if action.nargs == "*":
        return f"[{metavar} ...]"
    return str(metavar)
