# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import argparse
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vla_r1_ros.cli import main as main_module
from vla_r1_ros.cli.main import BENCHES, COMMANDS, main, make_parser
from vla_r1_ros.cli.style import Formatter, help_text

HEAVY = ("torch", "mujoco", "rclpy", "vllm", "roboplan", "transformers")


def test_help_lists_every_command_without_importing_anything_heavy() -> None:
    code = f"""
import sys
from vla_r1_ros.cli.main import main
try:
    main(["--help"])
except SystemExit as end:
    assert end.code == 0
assert not set({HEAVY!r}) & set(sys.modules), sys.modules.keys()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    for name, _, _ in COMMANDS:
        assert name in done.stdout


@pytest.mark.parametrize("words", [[name] for name, _, _ in COMMANDS] + [["bench", name] for name, _, _ in BENCHES])
def test_every_command_describes_itself(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([*words, "--help"])
    assert end.value.code == 0
    assert words[-1] in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["nothing"], ["bench"], ["bench", "nothing"], ["demo", "--seed", "x"]])
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_named_error_ends_with_1_and_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["serve", "--model", str(tmp_path / "none")]) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: [")
    assert len(err.strip().splitlines()) == 1


def test_a_reader_that_has_gone_is_no_crash() -> None:
    """`vla_r1 ... | head`"""
    robot = Path(__file__).parents[2] / "config" / "robots" / "panda.yaml"
    command = [sys.executable, "-m", "vla_r1_ros.cli.main", "robot", "check", str(robot)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 141


def leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every command that runs something."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield parser
    for action in below:
        for child in action.choices.values():
            yield from leaves(child)


LEAVES = list(leaves(make_parser()))


@pytest.mark.parametrize("parser", LEAVES, ids=lambda parser: parser.prog)
def test_every_command_is_in_one_style(parser: argparse.ArgumentParser) -> None:
    assert parser.formatter_class is Formatter and parser.description and parser.description.strip().endswith(".")
    text = parser.format_help()
    assert "examples:\n  vla_r1 " in text and "exit status:\n  0 " in text and "--debug" in text
    for action in parser._actions:
        assert action.help, f"{parser.prog} {action.dest} has no help"
        assert action.help[0] == action.help[0].lower() or action.help[:2].isupper() or not action.help[0].isalpha() \
            or action.help.split()[0] in ("OpenAI-compatible", "Ray", "GPUs"), action.help
        if action.option_strings == ["--json"]:
            assert action.metavar == "FILE" and "there" in action.help


def test_every_example_is_understood() -> None:
    """The words of each example are those of the parser; nothing is run."""
    count = 0
    for parser in LEAVES:
        for example in parser.get_default("help_examples"):
            words = shlex.split(example, comments=True)
            assert words[0] == "vla_r1"
            arguments = make_parser(words[1:]).parse_args(words[1:])
            assert callable(arguments.run)
            count += 1
    assert count >= len(LEAVES) == 28


def test_every_command_with_figures_writes_them_for_scripts() -> None:
    without = {parser.prog.removeprefix("vla_r1 ") for parser in LEAVES if "--json" not in parser.format_help()}
    # these leave files of their own: manifest.json and log.jsonl of a set or a run, verdict.json beside a bag, a bag,
    # the mounting of a camera
    assert without == {"console", "data scenes", "data cot", "data labels", "train sft", "train grpo", "train export",
                       "record", "judge", "label", "data from-bags",
                       *(f"calibrate {kind}" for kind in ("board", "collect", "solve", "mark"))}  # fmt: skip


def test_defaults_are_told_once() -> None:
    parser = argparse.ArgumentParser(formatter_class=Formatter)
    shown = {
        parser.add_argument("--a", default=3, help="how many"): "how many (default: %(default)s)",
        parser.add_argument("--b", default=3, help="how many (default: as usual)"): "how many (default: as usual)",
        parser.add_argument("--c", action="store_true", help="whether"): "whether",
        parser.add_argument("--d", type=Path, help="where"): "where",
    }
    assert [help_text(action) for action in shown] == list(shown.values())


def _raiser(error: BaseException) -> Callable[[argparse.Namespace], int]:
    def run(_: argparse.Namespace) -> int:
        raise error

    return run


@pytest.mark.parametrize(("error", "status", "words"), [
    (KeyError("joints"), 70, "error: [999 INTERNAL] KeyError: 'joints' at test_main.py:"),
    (ModuleNotFoundError("No module named 'nowhere'", name="nowhere"), 1, "error: [160 INPUT_ENVIRONMENT] "),
    (PermissionError(13, "Permission denied", "/root/x"), 1, "error: [150 INPUT_FILE] /root/x: Permission denied ("),
    (ModuleNotFoundError("No module named 'vla_r1_ros.no'", name="vla_r1_ros.no"), 70, "error: [999 INTERNAL]"),
    (KeyboardInterrupt(), 130, "interrupted"),
])  # fmt: skip
def test_any_error_is_one_line_and_a_traceback_only_where_asked(
    error: BaseException, status: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from vla_r1_ros.cli import robot

    monkeypatch.setattr(robot, "run_check", _raiser(error))
    assert main(["robot", "check", "panda"]) == status
    err = capsys.readouterr().err
    assert err.startswith(words) and len(err.strip().splitlines()) == 1, err
    if status == 130:
        return
    for asked in (["--debug", "robot", "check", "panda"], ["robot", "check", "panda", "--debug"]):
        assert main(asked) == status
        err = capsys.readouterr().err
        assert err.startswith("Traceback") and err.splitlines()[-1].startswith(words), err


def test_an_error_while_a_command_is_imported_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main_module, "COMMANDS", (("robot", "no_such_module", "-"),))
    assert main(["robot"]) == 70
    assert capsys.readouterr().err.startswith("error: [999 INTERNAL] ModuleNotFoundError")


def test_problems_of_a_robot_file_for_scripts(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\n")
    out = tmp_path / "problems.json"
    assert main(["robot", "check", str(tmp_path / "mine.yaml"), "--json", str(out)]) == 1
    report = json.loads(out.read_text())
    assert report["file"].endswith("mine.yaml") and any("base_frame" in problem for problem in report["problems"])
    assert main(["robot", "check", "panda", "--json", str(out)]) == 0
    assert json.loads(out.read_text())["problems"] == []


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0 and capsys.readouterr().out.startswith("vla_r1 ")


@pytest.mark.parametrize(("line", "offered"), [
    ("vla_r1 d", {"demo", "doctor", "data"}), ("vla_r1 train ", {"sft", "grpo", "export"}),
    ("vla_r1 doctor --sk", {"--skip"}), ("vla_r1 bench transport --configuration s", {"shipped", "small"}),
])  # fmt: skip
def test_the_shell_is_offered_words(line: str, offered: set[str], tmp_path: Path) -> None:
    pytest.importorskip("argcomplete")
    out = tmp_path / "words"
    environment = {**os.environ, "_ARGCOMPLETE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(out), "COMP_LINE": line,
                   "COMP_POINT": str(len(line)), "_ARGCOMPLETE_IFS": "\n"}  # fmt: skip
    subprocess.run([sys.executable, "-m", "vla_r1_ros.cli.main"], env=environment, timeout=60, check=False,
                   stderr=subprocess.DEVNULL)  # fmt: skip
    assert {word.strip() for word in out.read_text().splitlines()} - {""} >= offered
