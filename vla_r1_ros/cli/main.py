# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# PYTHON_ARGCOMPLETE_OK
"""The `vla_r1` command: one module of this package per subcommand, imported only when it is asked for."""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import Any, Protocol, cast

from vla_r1_ros.cli.style import Formatter, add_debug, group
from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError, internal_error

# name, module, one line for --help
COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("demo", "demo", "the whole way against physics: instruction, model, motion, verdict, recording"),
    ("console", "console", "the web page to say, watch, approve and stop"),
    ("serve", "serve", "start the model server (vLLM) on a checkpoint"),
    ("doctor", "doctor", "check a machine and its cell before the arm moves"),
    ("robot", "robot", "check a robot file"),
    ("calibrate", "calibrate", "find where the camera is fixed (hand-eye calibration)"),
    ("data", "data", "make training data"),
    ("train", "train", "train a checkpoint and export it"),
    ("record", "record", "record each attempt as a rosbag"),
    ("judge", "judge", "say whether recorded attempts succeeded"),
    ("label", "label", "put right what the model answered at a recorded look"),
    ("evaluate", "evaluate", "success, times and failures from recorded attempts"),
    ("replay", "replay", "ask the looks of recorded attempts again, with another model or otherwise"),
    ("bench", "bench", "measure: model, sim, bags, record, transport, planners, rewards"),
)
BENCHES: tuple[tuple[str, str, str], ...] = (
    ("model", "bench_model", "boxes, paths and think text on held-out scenes or labelled sets"),
    ("sim", "bench_sim", "the whole stack in physics over many seeds"),
    ("bags", "bench_bags", "reading speed of recordings"),
    ("record", "bench_record", "what recorder_node keeps of a camera, and what that costs"),
    ("transport", "bench_transport", "lost image frames between processes"),
    ("planners", "bench_planners", "planner back ends on the same problems"),
    ("rewards", "bench_rewards", "the batched trajectory reward beside a plain double loop"),
)
_EPILOG = """examples:
  vla_r1 demo --say "put the red cube in the blue bowl"
  vla_r1 doctor --robot my_robot.yaml
  vla_r1 COMMAND --help

An error is one line on stderr: [number NAME] what is wrong (what to do about it). docs/errors.md lists them all.
Exit status of every command: 0 done, 1 an error or a "no", 2 wrong usage, 70 an error of ours, 130 interrupted.

completion of words with the tab key, for bash and zsh, from the package argcomplete:
  eval "$(register-python-argcomplete vla_r1)"
"""
_OURS, _INTERRUPTED, _UNREAD = 70, 130, 141


class _Command(Protocol):
    def register(self, subparsers: Any) -> None: ...


def _register(subparsers: Any, table: Sequence[tuple[str, str, str]], words: Sequence[str] | None) -> None:
    """Let the command that `words` begin with describe itself (None: every one); list the others without importing
    them."""
    for name, module, help_line in table:
        if words is not None and words[:1] != [name]:
            subparsers.add_parser(name, help=help_line, add_help=False)
        elif module == "bench":
            _register(group(subparsers, name, help_line), BENCHES, None if words is None else words[1:])
        else:
            cast(_Command, importlib.import_module(f"vla_r1_ros.cli.{module}")).register(subparsers)


def make_parser(words: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser that understands the command which `words` begin with, options aside; None: all commands."""
    parser = argparse.ArgumentParser(prog="vla_r1", description="VLA-R1 on a physical manipulator.", epilog=_EPILOG,
                                     formatter_class=Formatter)
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    add_debug(parser)
    said = None if words is None else [word for word in words if not word.startswith("-")]
    _register(parser.add_subparsers(metavar="COMMAND", required=True), COMMANDS, said)
    return parser


def _version() -> str:
    try:
        return metadata.version("vla_r1_ros")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _complete() -> None:
    """Answer the shell's request for words, where this is one, and end."""
    try:
        import argcomplete
    except ImportError:
        return
    argcomplete.autocomplete(make_parser(os.environ.get("COMP_LINE", "").split()[1:]))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 done, 1 a named error, 2 wrong usage, 70 an error of ours,
    130 interrupted, 141 when nobody reads the output on."""
    if "_ARGCOMPLETE" in os.environ:
        _complete()
    words = list(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in words
    try:
        arguments = make_parser(words).parse_args(words)
        debug = arguments.debug
        status = cast(Callable[[argparse.Namespace], int], arguments.run)(arguments)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:  # `vla_r1 ... | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNREAD
    except Exception as error:  # noqa: BLE001 - the boundary of the command line
        if debug:
            traceback.print_exception(error)
        told = _told(error)
        first, _, more = told.message.partition("\n")  # the end of a server's log, for example
        print(f"error: {VlaError(told.code, first, told.advice)}", *filter(None, [more]), sep="\n", file=sys.stderr)
        return _OURS if told.code is ErrorCode.INTERNAL else 1


def _told(error: Exception) -> VlaError:
    """An error as the user is told it."""
    if isinstance(error, VlaError):
        return error
    if isinstance(error, ModuleNotFoundError) and not (error.name or "vla_r1_ros").startswith("vla_r1_ros"):
        return InputError(ErrorCode.INPUT_ENVIRONMENT, f"{sys.prefix} has no module {error.name}",
                          "requirements/README.md says which environment has what; `make venv`, `make venv-train`")
    if isinstance(error, OSError) and error.filename is not None:
        return InputError(ErrorCode.INPUT_FILE, f"{error.filename}: {error.strerror}",
                          "is the name right, may it be read or written, is there room on the disk?")
    told = internal_error(error)
    told.advice = "report it, with what --debug shows"
    return told


if __name__ == "__main__":
    sys.exit(main())
