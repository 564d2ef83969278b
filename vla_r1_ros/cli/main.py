# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The `vla_r1` command: one module of this package per subcommand, imported only when it is asked for."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from vla_r1_ros.core.errors import VlaError

# name, module, one line for --help
COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("demo", "demo", "the whole way against physics: instruction, model, motion, verdict, recording"),
    ("console", "console", "the web page to say, watch, approve and stop"),
    ("serve", "serve", "start the model server (vLLM) on a checkpoint"),
    ("doctor", "doctor", "check a machine and its cell before the arm moves"),
    ("robot", "robot", "check a robot file"),
    ("data", "data", "make training data"),
    ("train", "train", "train a checkpoint and export it"),
    ("judge", "judge", "say whether recorded attempts succeeded"),
    ("label", "label", "put right what the model answered at a recorded look"),
    ("evaluate", "evaluate", "success, times and failures from recorded attempts"),
    ("replay", "replay", "ask the looks of recorded attempts again, with another model or otherwise"),
    ("bench", "bench", "measure: model, sim, bags, transport, rewards"),
)
BENCHES: tuple[tuple[str, str, str], ...] = (
    ("model", "bench_model", "boxes, paths and think text on held-out scenes or labelled sets"),
    ("sim", "bench_sim", "the whole stack in physics over many seeds"),
    ("bags", "bench_bags", "reading speed of recordings"),
    ("transport", "bench_transport", "lost image frames between processes"),
    ("rewards", "bench_rewards", "the batched trajectory reward beside a plain double loop"),
)


class _Command(Protocol):
    def register(self, subparsers: Any) -> None: ...


def _register(subparsers: Any, table: Sequence[tuple[str, str, str]], words: Sequence[str]) -> None:
    """Let the command that `words` begin with describe itself; list the others without importing them."""
    for name, module, help_line in table:
        if words[:1] != [name]:
            subparsers.add_parser(name, help=help_line, add_help=False)
        elif module == "bench":
            benches = subparsers.add_parser(name, help=help_line).add_subparsers(metavar="WHAT", required=True)
            _register(benches, BENCHES, words[1:])
        else:
            cast(_Command, importlib.import_module(f"vla_r1_ros.cli.{module}")).register(subparsers)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 done, 1 a named error, 2 wrong usage, 130 interrupted,
    141 when nobody reads the output on."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="vla_r1", description="VLA-R1 on a physical manipulator.")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    _register(subparsers, COMMANDS, [word for word in words if not word.startswith("-")])
    arguments = parser.parse_args(words)
    run = cast(Callable[[argparse.Namespace], int], arguments.run)
    try:
        status = run(arguments)
        sys.stdout.flush()
        return status
    except VlaError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `vla_r1 ... | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


if __name__ == "__main__":
    sys.exit(main())
