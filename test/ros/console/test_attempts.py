# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded attempts on the page: listed, opened and judged, from bags that the project's own writer wrote."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vla_r1_ros.evaluation.verdicts import Source, Verdict, keep_verdict, load_verdicts
from vla_r1_ros.ros.console.attempts import Attempts
from vla_r1_ros.ros.console.board import Board
from vla_r1_ros.ros.console.kept import Kept
from vla_r1_ros.ros.console.protocol import Ask, Do

from ...evaluation.bags import SAY, plain_items, two, write


class Cell:
    """A folder with recordings, and what the board shows of it."""

    def __init__(self, folder: Path | None) -> None:
        self.board, self.kept = Board(), Kept()
        self.attempts = Attempts(folder, self.board, self.kept)
        self._seen: dict[str, int] = {}
        self.facts: dict[str, Any] = {}

    def until(self, condition: Callable[[], Any], seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while True:
            self.facts |= json.loads(self.board.newer(self._seen) or "{}")
            if condition():
                return
            assert time.monotonic() < end, self.facts
            time.sleep(0.02)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return list(self.facts["attempts"]["rows"])

    def read(self) -> None:
        """Ask for the list anew and wait for it."""
        before = [row["verdicts"] for row in self.facts.get("attempts", {"rows": []})["rows"]]
        self.attempts.refresh()
        self.until(lambda: not self.attempts._asked.is_set() and self.facts["attempts"]["unread"] == 0
                   and (self.rows or self.facts["attempts"]["problem"])
                   and [row["verdicts"] for row in self.rows] != before)  # fmt: skip


@pytest.fixture
def make() -> Iterator[Callable[[Path | None], Cell]]:
    cells: list[Cell] = []

    def cell(folder: Path | None) -> Cell:
        cells.append(Cell(folder))
        return cells[-1]

    yield cell
    for one in cells:
        one.attempts.close()


def test_attempts_are_listed_opened_and_judged(tmp_path: Path, make: Callable[[Path | None], Cell]) -> None:
    told = [*plain_items("a-1", SAY), *plain_items("a-2", SAY, 8, good=False, begin=20.0)]
    bag = write(tmp_path / "monday" / "bag", told)
    (tmp_path / "monday" / "clip.mp4").write_bytes(b"film")
    cell = make(tmp_path)
    cell.read()
    assert [row["attempt"] for row in cell.rows] == ["a-2", "a-1"]  # the newest first
    assert {row["instruction"] for row in cell.rows} == {SAY} and {row["bag"] for row in cell.rows} == {"monday/bag"}
    good = cell.rows[1]
    assert good["verdicts"]["stack"]["success"] is True and "human" not in good["verdicts"]
    assert cell.attempts.open(good["id"]).ok
    cell.until(lambda: cell.facts.get("parts", {}).get(good["id"]))
    part = cell.facts["parts"][good["id"]]
    page = cell.kept.find(part["page"])
    assert page is not None and isinstance(page.body, bytes) and not part["problem"]
    assert SAY.encode() in page.body and b"data:image/jpeg" in page.body and b"href=\"../" not in page.body
    (clip,) = part["clips"]
    film = cell.kept.find(clip["url"])
    assert film is not None and (film.part(None), film.kind, clip["name"]) == ((b"film", None), "video/mp4", "clip.mp4")

    ask = Ask(Do.JUDGE, "slid off", about=good["id"], verdict="DROPPED", by="ada")
    assert cell.attempts.judge(ask).words == "kept"
    said = load_verdicts(bag).of("a-1")[Source.HUMAN]
    assert (said.success, said.reason, said.notes, said.by) == (False, "DROPPED", "slid off", "ada")
    assert not load_verdicts(bag).of("a-2")
    cell.until(lambda: "human" in cell.rows[1]["verdicts"])
    for word in ("", "SUCCESS", "NO_SUCH_REASON"):
        assert not cell.attempts.judge(Ask(Do.JUDGE, about=good["id"], verdict=word)).ok
    assert not cell.attempts.judge(Ask(Do.JUDGE, about="../../etc", verdict="success")).ok
    assert not cell.attempts.open("../../etc").ok
    assert load_verdicts(bag).of("a-1")[Source.HUMAN] == said
    assert "earlier" in cell.attempts.judge(Ask(Do.JUDGE, about=good["id"], verdict="success")).words
    assert load_verdicts(bag).of("a-1")[Source.HUMAN].success


@pytest.mark.slow
def test_what_others_judge_and_what_is_recorded_later_is_seen(
    tmp_path: Path, make: Callable[[Path | None], Cell]
) -> None:
    bag = write(tmp_path / "bag", two())
    cell = make(tmp_path)
    cell.read()
    keep_verdict(bag, "a-2", Verdict(Source.HUMAN, False, "COLLISION"))
    cell.read()
    assert cell.rows[0]["verdicts"]["human"]["reason"] == "COLLISION"
    write(tmp_path / "later", two())
    cell.read()
    assert len(cell.rows) == 4


def test_a_folder_that_is_not_there_and_a_bag_that_is_none_are_told(
    tmp_path: Path, make: Callable[[Path | None], Cell]
) -> None:
    cell = make(tmp_path / "nowhere")
    cell.attempts.refresh()
    cell.until(lambda: not cell.attempts._asked.is_set() and cell.facts["attempts"]["unread"] == 0)
    assert cell.rows == []
    nobody = make(None)
    nobody.until(lambda: "no folder" in nobody.facts["attempts"]["problem"])
    assert not nobody.facts["attempts"]["there"]
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "noise_0.mcap").write_bytes(b"\x00" * 500)
    other = make(tmp_path)
    other.attempts.refresh()
    other.until(lambda: not other.attempts._asked.is_set() and other.facts["attempts"]["unread"] == 0)
    assert other.rows == []


def test_the_end_does_not_wait_for_a_recording_that_is_read(tmp_path: Path) -> None:
    write(tmp_path / "bag", two())
    cell = Cell(tmp_path)
    cell.attempts.refresh()
    cell.until(lambda: cell.attempts._child is not None)
    begun = time.monotonic()
    cell.attempts.close()
    assert time.monotonic() - begun < 2.0
