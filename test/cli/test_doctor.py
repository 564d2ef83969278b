# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import json
import subprocess
import sys
from pathlib import Path

import pytest

from vla_r1_ros.cli.main import main


def test_without_ros_it_says_so_and_goes_on(fault_port: int, tmp_path: Path) -> None:
    """In a process in which rclpy cannot be imported."""
    code = "import sys; sys.modules['rclpy'] = None; from vla_r1_ros.cli.main import main; sys.exit(main(sys.argv[1:]))"
    words = ["doctor", "--endpoint", f"http://127.0.0.1:{fault_port}/good/v1", "--seconds", "0.5",
             "--json", str(tmp_path / "out.json")]  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    report = json.loads((tmp_path / "out.json").read_text())
    lines = {line["name"]: line for line in report["lines"]}
    assert not report["ready"] and lines["ros"]["level"] == "FAIL" and "setup.bash" in lines["ros"]["todo"]
    assert lines["model"]["level"] == "OK" and lines["robot file"]["level"] == "OK"


def test_a_machine_for_the_model_alone(fault_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["doctor", "--skip", "ros", "--skip", "planner", "--skip", "disk", "--endpoint"]
    assert main([*words, f"http://127.0.0.1:{fault_port}/good/v1"]) == 0
    assert "ready: 2 OK" in capsys.readouterr().out
    assert main([*words, "http://127.0.0.1:9/v1", "--deadline", "2"]) == 1
    out = capsys.readouterr().out
    assert "FAIL  model" in out and "200 MODEL_UNREACHABLE" in out and "not ready" in out


def test_a_wrong_endpoint_or_key_file_is_a_line_and_the_rest_is_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["doctor", "--skip", "ros", "--skip", "planner", "--recordings", str(tmp_path)]
    assert main([*words, "--endpoint", "gpu-box:8000"]) == 1
    out = capsys.readouterr().out
    assert "FAIL  model" in out and "INPUT_PARAMETER" in out and "not ready" in out
    monkeypatch.setenv("VLA_R1_API_KEY_FILE", str(tmp_path / "none"))
    assert main(words) == 1
    assert "FAIL  model" in (out := capsys.readouterr().out) and "INPUT_FILE" in out


def test_what_it_is_told_wrongly_is_a_named_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["doctor", "--skip", "ros", "--skip", "planner", "--skip", "disk", "--skip", "model"]
    assert main([*words, "--json", str(tmp_path / "none" / "out.json")]) == 1
    assert main([*words, "--deadline", "0"]) == 1
    err = capsys.readouterr().err
    assert "INPUT_FILE" in err and "--deadline is 0" in err


def test_a_robot_file_that_is_wrong_is_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\n")
    words = ["doctor", "--robot", str(tmp_path / "mine.yaml"), "--skip", "model", "--skip", "disk"]
    assert main([*words, "--skip", "planner", "--skip", "ros"]) == 1
    assert "FAIL  robot file" in capsys.readouterr().out
