# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys
from pathlib import Path

import pytest

from vla_r1_ros.cli.main import BENCHES, COMMANDS, main

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
