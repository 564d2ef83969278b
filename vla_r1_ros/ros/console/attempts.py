# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded attempts on the page: the list, one attempt as the report shows it, and a person's verdict.

Bags are read in a process of their own at low priority: the enable heartbeat and the stop share this process.
"""

import hashlib
import json
import mimetypes
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.evaluation.bag_files import Bag, find_bags
from vla_r1_ros.evaluation.html_attempt import clips_beside
from vla_r1_ros.evaluation.verdicts import MEANINGS, Source, Verdict, keep_verdict, load_verdicts
from vla_r1_ros.ros.console.board import Board
from vla_r1_ros.ros.console.kept import Kept
from vla_r1_ros.ros.console.protocol import Answer, Ask

MAX_BAGS = 40
MAX_ROWS = 60
_MAX_OPEN = 8
_READ_WITHIN_S = 180.0
_SETTLE_S = 2.5  # after an attempt's end, until the recorder has written it
_MODULE = "vla_r1_ros.evaluation.kept_attempts"
_CLIP = 300
_SHOWN = ("instruction", "seconds", "final", "code", "reason", "attempt", "model", "scene", "task")


class Attempts:
    """The recordings below `folder` (None: no list), read when somebody asks. All of it but `act` runs in one thread.

    Board facts: `attempts` (rows, the newest first; how many bags are still to be read; what went wrong) and `parts`
    (by id of a row: where its page and its clips are).
    """

    def __init__(self, folder: Path | None, board: Board, kept: Kept) -> None:
        self._folder, self._board, self._kept = folder, board, kept
        self._read: dict[Path, tuple[Any, list[dict[str, Any]]]] = {}
        self._rows: dict[str, tuple[Bag, str]] = {}
        self._parts: dict[str, dict[str, Any]] = {}
        self._todo: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._asked = threading.Event()
        self._child: subprocess.Popen[str] | None = None
        self._show([], 0, "" if folder else "no folder with recordings was given")
        self._thread = threading.Thread(target=self._work, name="attempts", daemon=True)
        self._thread.start()

    def refresh(self, *, settle: bool = False) -> None:
        """Read the list anew, soon; with `settle` after the recorder has had time to write."""
        if self._folder is not None and not self._asked.is_set():
            self._asked.set()
            self._todo.put(lambda: self._refresh(_SETTLE_S if settle else 0.0))

    def open(self, ident: str) -> Answer:
        """Prepare the page of an attempt; it comes as the fact `parts`."""
        if ident not in self._rows:
            return Answer(False, "this attempt is not on the list any more")
        self._todo.put(lambda: self._open(ident))
        return Answer(True, "reading the recording")

    def judge(self, ask: Ask) -> Answer:
        """Keep a person's verdict beside the recording: `verdict` is "success" or a reason of the taxonomy."""
        if ask.about not in self._rows:
            return Answer(False, "this attempt is not on the list any more")
        bag, name = self._rows[ask.about]
        good = ask.verdict == "success"
        try:
            verdict = Verdict(Source.HUMAN, good, "" if good else ask.verdict, ask.text, ask.by)
            _, before = keep_verdict(bag.path, name, verdict)
        except InputError as error:
            return Answer(False, str(error))
        self.refresh()
        return Answer(True, "kept" if before is None else "kept in place of the earlier verdict")

    def close(self) -> None:
        """End the thread and what it started."""
        self._ended.set()
        self._todo.put(None)
        if (child := self._child) is not None:
            child.kill()
        self._thread.join(2.0)

    def _work(self) -> None:
        while (todo := self._todo.get()) is not None and not self._ended.is_set():
            try:
                todo()
            except OSError as error:  # a recording that went away while it was read
                self._show([], 0, str(error)[:_CLIP])

    def _refresh(self, settle_s: float) -> None:
        self._ended.wait(settle_s)
        self._asked.clear()
        assert self._folder is not None
        try:
            bags = find_bags(self._folder) if self._folder.is_dir() else []
        except (OSError, InputError) as error:
            self._show([], 0, str(error)[:_CLIP])
            return
        newest = sorted(bags, key=_changed, reverse=True)[:MAX_BAGS]
        lost: list[str] = []
        for place, bag in enumerate(newest):
            if self._ended.is_set():
                return
            if self._read.get(bag.path, (None,))[0] == _signature(bag):
                continue
            self._show(self._listed(newest[:place]), len(newest) - place, "")
            self._read_rows(bag, lost)
        self._show(self._listed(newest), 0, "; ".join(lost)[:_CLIP])

    def _read_rows(self, bag: Bag, lost: list[str]) -> None:
        signature = _signature(bag)  # before: what is written meanwhile is read the next time
        try:
            rows = json.loads(self._run(bag))
        except (InputError, ValueError) as error:
            rows = []
            lost.append(str(error))
        self._read[bag.path] = signature, rows

    def _run(self, bag: Bag, *words: str) -> str:
        """What :mod:`vla_r1_ros.evaluation.kept_attempts` writes."""
        with tempfile.TemporaryDirectory(prefix="vla_r1_console_") as folder:
            out = Path(folder) / "out"
            self._child = subprocess.Popen([sys.executable, "-m", _MODULE, str(bag.path), str(out), *words], text=True,
                                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                           start_new_session=True)  # fmt: skip
            with self._child as child:
                try:
                    _, words_of_error = child.communicate(timeout=_READ_WITHIN_S)
                except subprocess.TimeoutExpired:
                    child.kill()
                    _, words_of_error = child.communicate()
            self._child = None
            if child.returncode == 0:
                return out.read_text(encoding="utf-8")
        why = words_of_error.strip().splitlines()[-1:] or [f"reading it ended with {child.returncode}"]
        raise InputError(ErrorCode.INPUT_FILE, f"{bag.path.name}: {why[0][:_CLIP]}", "see `vla_r1 evaluate` on it")

    def _listed(self, bags: list[Bag]) -> list[dict[str, Any]]:
        found = []
        for bag in bags:
            try:
                file = load_verdicts(bag.path)
            except InputError:
                file = None
            for row in self._read.get(bag.path, (None, []))[1]:
                said = row["verdicts"] | ({source: verdict.to_json() for source, verdict
                                           in file.of(row["attempt"]).items()} if file else {})  # fmt: skip
                ident = hashlib.sha256(f"{bag.path}\n{row['attempt']}".encode()).hexdigest()[:16]
                self._rows[ident] = bag, row["attempt"]
                when = said.get(Source.STACK, {}).get("when", "")
                found.append({"id": ident, "bag": str(bag.path.relative_to(self._folder or bag.path))[:_CLIP],
                              "when": when, "verdicts": said} | {key: _cut(row[key]) for key in _SHOWN})
        return sorted(found, key=lambda row: row["when"] or row["attempt"], reverse=True)[:MAX_ROWS]

    def _open(self, ident: str) -> None:
        bag, name = self._rows[ident]
        part: dict[str, Any] = {"page": "", "clips": [], "problem": ""}
        try:
            page = self._run(bag, name)
        except InputError as error:
            part["problem"] = str(error)[:_CLIP]
        else:
            part["page"] = self._kept.offer(page.encode(), "text/html; charset=utf-8")
        part["clips"] = [{"name": clip.name, "url": self._kept.offer(clip, mimetypes.guess_type(clip.name)[0] or "")}
                         for clip in clips_beside(bag.path)]  # fmt: skip
        self._parts = {**{key: one for key, one in list(self._parts.items())[1 - _MAX_OPEN:] if key != ident},
                       ident: part}
        self._board.put("parts", self._parts)

    def _show(self, rows: list[dict[str, Any]], unread: int, problem: str) -> None:
        self._board.put("attempts", {
            "rows": rows, "unread": unread, "problem": problem, "there": self._folder is not None,
            "folder": str(self._folder or ""), "reasons": {str(reason): words for reason, words in MEANINGS.items()},
        })  # fmt: skip


def _cut(value: Any) -> Any:
    return value[:_CLIP] if isinstance(value, str) else value


def _changed(bag: Bag) -> float:
    return max((file.stat().st_mtime for file in bag.files if file.exists()), default=0.0)


def _signature(bag: Bag) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a bag has changed; verdicts are read each time."""
    return tuple((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in bag.files if file.exists())
