# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts beside a bag: typed, checked, never mixed up, and the file is whole at any moment."""

import json
import multiprocessing
import random
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.evaluation.verdicts import (
    MEANINGS,
    FailureReason,
    Source,
    Verdict,
    VerdictFile,
    keep_verdict,
    load_verdicts,
    save_verdicts,
    verdict_path,
)

WHEN = "2026-11-23T09:00:00+00:00"
HUMAN = Verdict(Source.HUMAN, False, "DROPPED", "slipped at the rim", "ada", WHEN)
PHYSICS = Verdict(Source.PHYSICS, True, "", "carry done", "sim_node/referee", WHEN)


def test_sources_stay_apart_and_come_back_as_written(tmp_path: Path) -> None:
    path = save_verdicts(tmp_path, VerdictFile().having("a", PHYSICS, facts={"model": "tabletop"}))
    again = load_verdicts(tmp_path)
    save_verdicts(tmp_path, again.having("a", HUMAN, facts={"scene": "S1", "robot": ""}))
    found = load_verdicts(tmp_path)
    assert found.of("a") == {Source.PHYSICS: PHYSICS, Source.HUMAN: HUMAN}
    assert found.facts == {"model": "tabletop", "scene": "S1"}
    assert found.of("b") == {}
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name], "no part is left"


def test_a_bag_that_is_one_file_has_its_verdicts_beside_it(tmp_path: Path) -> None:
    bag = tmp_path / "x.mcap"
    bag.write_bytes(b"")
    assert save_verdicts(bag, VerdictFile().having("", HUMAN)) == tmp_path / "x.mcap.verdict.json" == verdict_path(bag)
    assert load_verdicts(bag).of("")[Source.HUMAN] == HUMAN
    assert load_verdicts(tmp_path) == VerdictFile(), "no file, no verdicts"


@pytest.mark.parametrize("entry", [
    {"success": False},
    {"success": False, "reason": "FELT_WRONG"},
    {"success": True, "reason": "DROPPED"},
    {"success": 1},
    {"success": True, "when": "yesterday"},
    {"success": True, "when": "2026-11-23T09:00:00"},
    {"success": True, "notes": "x" * 3000},
    {"success": True, "by": 3},
])  # fmt: skip
def test_what_is_no_verdict_is_refused(entry: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="verdict:"):
        Verdict(Source.HUMAN, **entry)  # type: ignore[arg-type]
    whole = {"reason": "", "when": WHEN} | entry
    verdict_path(tmp_path).write_text(json.dumps({"version": 1, "attempts": {"a": {"human": whole}}}))
    with pytest.raises(InputError) as caught:
        load_verdicts(tmp_path)
    assert caught.value.code is ErrorCode.INPUT_FILE


def test_codes_of_nodes_are_capitals() -> None:
    assert Verdict(Source.STACK, False, "GRASP_LOST").reason == "GRASP_LOST"
    with pytest.raises(InputError, match="capitals"):
        Verdict(Source.PHYSICS, False, "it fell")


def test_damaged_files_are_named_not_guessed(tmp_path: Path) -> None:
    text = save_verdicts(tmp_path, VerdictFile().having("a", HUMAN, PHYSICS)).read_text()
    rng = random.Random(3)
    bad = [text[: rng.randrange(len(text) - 3)] for _ in range(30)]
    bad += ["[]", "3", '{"version": 2, "attempts": {}}', '{"version": 1, "attempts": {"a": {"god": {}}}}', "[" * 100000]
    for damaged in bad:
        verdict_path(tmp_path).write_text(damaged)
        with pytest.raises(InputError) as caught:
            load_verdicts(tmp_path)
        assert caught.value.code is ErrorCode.INPUT_FILE and str(tmp_path) in caught.value.message


def test_unknown_facts_are_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    save_verdicts(tmp_path, VerdictFile().having("a", HUMAN))
    with pytest.raises(InputError, match="unknown"):
        save_verdicts(tmp_path, VerdictFile(facts={"weather": "rain"}))
    assert load_verdicts(tmp_path).of("a") == {Source.HUMAN: HUMAN}


def _judge(folder: Path, name: str) -> None:
    for i in range(20):
        keep_verdict(folder, f"{name}-{i}", HUMAN)


def test_two_judges_at_a_time_lose_no_verdict(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    both = [context.Process(target=_judge, args=(tmp_path, name)) for name in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join(60.0)
    assert len(load_verdicts(tmp_path).attempts) == 40
    assert [entry.name for entry in tmp_path.iterdir()] == ["verdict.json"]


def test_half_characters_become_question_marks(tmp_path: Path) -> None:
    keep_verdict(tmp_path, "a", Verdict(Source.HUMAN, True, notes="so\ud800so", by="\udcff"), {"scene": "S\ud800"})
    found = load_verdicts(tmp_path)
    assert (found.of("a")[Source.HUMAN].notes, found.facts["scene"]) == ("so?so", "S?")
    path = verdict_path(tmp_path)
    path.write_text(path.read_text().replace("so?so", "\\ud800 \\ud83d\\ude00").replace("S?", "\\udc00"))
    found = load_verdicts(tmp_path)
    assert (found.of("a")[Source.HUMAN].notes, found.facts["scene"]) == ("? \U0001f600", "?")


def test_whatever_stops_the_writing_leaves_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_verdicts(tmp_path, VerdictFile().having("a", HUMAN))
    for error, seen in ((KeyboardInterrupt, KeyboardInterrupt), (OSError(28, "full"), InputError)):
        monkeypatch.setattr("os.fsync", MagicMock(side_effect=error))
        with pytest.raises(seen):
            keep_verdict(tmp_path, "b", HUMAN)
        assert [entry.name for entry in tmp_path.iterdir()] == ["verdict.json"]
    with pytest.raises(InputError, match="cannot be written"):
        keep_verdict(tmp_path / "nowhere" / "x.mcap", "b", HUMAN)


def test_every_reason_is_explained() -> None:
    assert set(MEANINGS) == set(FailureReason)
