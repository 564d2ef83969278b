# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`make test`: what fails is seen, and what an accident spoiled is run once more and named."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import tests

PHASE = tests.Phase("fast", ".venv", (), "not slow")
PASSES = "def test_passes(): pass\n"
FAILS = "def test_fails_{}(): assert False\n"
STUMBLES = """
import pathlib
def test_stumbles():
    once = pathlib.Path(__file__).with_name("once")
    assert once.exists() or once.touch()
"""


def outcome(monkeypatch: pytest.MonkeyPatch, folder: Path, *texts: str) -> tests.Outcome:
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    slow\n")
    (folder / "test_it.py").write_text("".join(texts))
    monkeypatch.setattr(tests, "ROOT", folder)
    return tests.run(PHASE)


def test_what_passes_is_run_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = outcome(monkeypatch, tmp_path, PASSES)
    assert (found.status, found.repeated) == (0, ()) and found.closing.startswith("1 passed")


def test_what_stumbles_is_run_again_and_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = outcome(monkeypatch, tmp_path, PASSES, STUMBLES)
    assert (found.status, found.repeated) == (0, ("test_it.py::test_stumbles",))
    assert found.closing.startswith("1 failed, 1 passed")


def test_what_fails_again_has_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = outcome(monkeypatch, tmp_path, PASSES, STUMBLES, FAILS.format(0))
    assert found.status == 1 and found.repeated == ("test_it.py::test_stumbles",)


def test_where_much_fails_nothing_is_run_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = outcome(monkeypatch, tmp_path, STUMBLES, *map(FAILS.format, range(tests.REPEATED)))
    assert (found.status, found.repeated) == (1, ())


def test_no_test_at_all_has_not_passed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert outcome(monkeypatch, tmp_path, "").status == 5
