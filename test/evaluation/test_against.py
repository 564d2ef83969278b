# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Two sets of attempts against each other, and the paper's table of scenes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.evaluation.against import against_text, compare_sets
from vla_r1_ros.evaluation.bag_attempts import BagAttempt, BagResult
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_story import Story
from vla_r1_ros.evaluation.bag_summary import report_text, summarise
from vla_r1_ros.evaluation.verdicts import Source, Verdict

SAY = "put the red cube in the blue bowl"


def attempt(name: str, good: bool | None, *, begin: int = 0, say: str = SAY, source: Source = Source.PHYSICS,
            named: str = "", **facts: str) -> BagAttempt:
    """An attempt of the set `name`; good None: not judged; `named`: the simulator's name of its scene."""
    verdicts = {} if good is None else {source: Verdict(source, good, "" if good else "DROPPED")}
    return BagAttempt(name, f"{name}-{begin}", say, {"model": name, **facts}, "done", "OK", "", 1.0, verdicts,
                      story=Story(begin), named_scene=named)  # fmt: skip


def of(*attempts: BagAttempt) -> list[BagResult]:
    return [BagResult(Bag(Path(f"/nowhere/{one.bag}/{one.attempt}"), ()), (one,)) for one in attempts]


def seeded(name: str, goods: list[bool], first_seed: int = 0) -> list[BagResult]:
    return of(*(attempt(name, good, begin=i + 1, seed=str(first_seed + i)) for i, good in enumerate(goods)))


def test_the_same_seeds_are_pairs_and_eight_that_differ_tell() -> None:
    found = compare_sets(seeded("new", [True] * 10), seeded("old", [False] * 8 + [True] * 2))
    assert found["pairing"] == "paired" and found["left_out"] == 0
    assert found["pairs"] == {"both_success": 2, "only_first_success": 8, "only_second_success": 0, "both_failure": 0}
    assert found["fixed"]["test"] == "exact McNemar" and found["fixed"]["p_value"] == pytest.approx(2 / 2**8, abs=1e-6)
    assert found["sequential"]["decided_at"] == 8 and found["conclusion"] == "different"
    assert found["difference"] == 0.8 and found["first"]["models"] == ["new"]
    assert "The difference is real: the first set succeeds more often" in against_text(found)
    turned = compare_sets(seeded("old", [False] * 8 + [True] * 2), seeded("new", [True] * 10))
    assert turned["difference"] == -0.8 and "the second set succeeds more often" in turned["words"]


def test_pairs_do_not_depend_on_the_order_of_the_folders() -> None:
    rng = np.random.default_rng(2)
    first, second = (seeded(name, (rng.random(30) < p).tolist()) for name, p in (("a", 0.8), ("b", 0.4)))
    found = compare_sets(first, second)
    rng.shuffle(second)
    assert compare_sets(first[::-1], second) == found


def test_partners_are_found_by_seed_and_words_and_the_rest_is_left_out() -> None:
    first = seeded("new", [True] * 12)
    second = [*seeded("old", [False] * 10), *of(attempt("old", True, begin=90, seed="77"),
                                                attempt("old", None, begin=91, seed="11"))]  # fmt: skip
    found = compare_sets(first, second)
    assert found["pairing"] == "paired" and sum(found["pairs"].values()) == 10 and found["left_out"] == 3
    assert found["second"]["unjudged"] == 1
    other = of(*(attempt("old", False, begin=i + 1, seed=str(i), say="pick up the cup") for i in range(12)))
    assert compare_sets(first, other)["pairing"] == "unpaired", "the same seeds, but other words"


def test_without_seeds_a_scene_and_words_that_come_once_are_a_pair() -> None:
    def room(name: str, says: list[str]) -> list[BagResult]:
        return of(*(attempt(name, i % 2 == 0, begin=i + 1, say=say, scene="S1") for i, say in enumerate(says)))

    words = [f"pick up thing {i}" for i in range(9)]
    assert compare_sets(room("a", words), room("b", words[::-1]))["pairing"] == "paired"
    again = compare_sets(room("a", words[:1] * 9), room("b", words[:1] * 6))
    assert again["pairing"] == "unpaired" and again["pairs"] is None, "which of them would be whose partner?"
    assert again["sequential"]["pairs"] == 6 and again["fixed"]["test"] == "exact Fisher"
    assert again["first"]["judged"] == 9, "the fixed comparison has them all"


def test_what_the_user_calls_a_scene_parts_no_seeds_and_the_simulators_name_does() -> None:
    first = of(*(attempt("new", True, begin=i + 1, seed=str(i), scene="S1") for i in range(10)))
    second = of(*(attempt("old", False, begin=i + 1, seed=str(i), scene=f"seed {i}") for i in range(10)))
    assert compare_sets(first, second)["pairing"] == "paired"
    rooms = [of(*(attempt(name, True, begin=i + 1, seed="0", named=room) for i in range(9)))
             for name, room in (("new", "S1"), ("old", "S1"), ("other", "S2"))]  # fmt: skip
    assert compare_sets(rooms[0], rooms[1])["pairing"] == "paired"
    assert compare_sets(rooms[0], rooms[2])["pairing"] == "unpaired"


def test_the_set_that_is_named_is_the_one_that_the_pairs_tell() -> None:
    """Twelve early trials went well, then somebody knocked against the camera; the other set has twelve in all."""
    first = of(*(attempt("new", i < 12, begin=i + 1) for i in range(60)))
    second = of(*(attempt("old", i >= 9, begin=i + 1) for i in range(12)))
    found = compare_sets(first, second)
    assert found["pairing"] == "unpaired" and found["difference"] < 0 and found["conclusion"] == "different"
    assert "the first set succeeds more often" in found["words"]
    assert "But all attempts together say the contrary" in found["words"]
    turned = compare_sets(second, first)["words"]
    assert "the second set succeeds more often" in turned and "the contrary" in turned
    later = compare_sets(seeded("new", [True] * 10 + [False] * 90), seeded("old", [False] * 10 + [True] * 90))
    assert "first set succeeds" in later["words"] and "But all attempts together" in later["words"]


def test_too_few_say_how_many_are_missing() -> None:
    found = compare_sets(seeded("a", [True] * 5), seeded("b", [False, False, True, True, True]))
    assert found["conclusion"] == "not yet known" and 5 < found["sequential"]["more_pairs"] < 40
    assert f"about {found['sequential']['more_pairs']} more pairs" in found["words"]


def test_no_difference_beyond_a_margin() -> None:
    goods = [i % 4 > 0 for i in range(100)]
    found = compare_sets(seeded("a", goods), seeded("b", goods))
    assert found["conclusion"] == "no difference beyond the margin" and "beyond 10 percentage points" in found["words"]
    assert compare_sets(seeded("a", goods), seeded("b", goods), margin=0.02)["conclusion"] == "not yet known"
    small = compare_sets(seeded("a", [True] * 1000), seeded("b", [True] * 980 + [False] * 20))
    assert small["conclusion"] == "different, within the margin" and "real but small" in small["words"]


def test_a_copied_recording_counts_once() -> None:
    first = seeded("new", [True] * 8)
    copies = [BagResult(Bag(Path(f"/copy/{i}"), ()), result.attempts) for i, result in enumerate(first)]
    assert compare_sets([*first, *copies], seeded("old", [False] * 8))["first"]["judged"] == 8


def test_recordings_of_which_nothing_tells_them_apart_are_no_copies() -> None:
    """Bags without `status`, judged as a whole, have neither an attempt's name nor its beginning."""
    def whole(name: str, good: bool) -> list[BagResult]:
        found = [replace(attempt(name, good), bag=f"/{name}/{i}", attempt="") for i in range(10)]
        return [BagResult(Bag(Path(one.bag), ()), (one,)) for one in found]

    found = compare_sets(whole("new", True), whole("old", False))
    assert found["first"]["judged"] == found["second"]["judged"] == 10 and found["conclusion"] == "different"


def test_what_cannot_be_compared_is_refused() -> None:
    first = seeded("a", [True] * 3)
    for second, source, margin, words in (
        (first[1:], None, 0.1, "2 bags are in both sets"),
        (of(attempt("b", None)), None, 0.1, "the set of --against has no attempt that physics judged, of 1"),
        (of(attempt("b", True, source=Source.HUMAN)), None, 0.1, "judged"),
        (seeded("b", [True]), Source.HUMAN, 0.1, "the first set has no attempt that human judged"),
        (seeded("b", [True]), None, 1.5, "margin"),
    ):
        with pytest.raises(InputError, match=words) as error:
            compare_sets(first, second, source, margin)
        assert error.value.code == ErrorCode.INPUT_PARAMETER


def test_the_papers_table_of_scenes() -> None:
    told = [attempt("m", i % 3 > 0, begin=i, scene=f"S{1 + i % 4}", task=("pick", "pick+carry", "absent")[i % 3])
            for i in range(24)]  # fmt: skip
    summary = summarise(of(*told, attempt("m", True, begin=99, scene="seed 4", task="pick")))
    table = summary["scenes"]
    assert table["scenes"] == ["S1", "S2", "S3", "S4"] and table["without_scene"] == 1
    assert [(row["kind"], row["all"]["successes"], row["all"]["judged"]) for row in table["rows"]] == [
        ("affordance", 8, 16), ("trajectory", 8, 8)]  # fmt: skip
    assert table["rows"][0]["scenes"]["S2"]["judged"] == 4
    text = report_text(summary)
    assert "m: trajectory" in text and "2/4 (50.0%)" in text and "1 attempts name no scene" in text
    assert "affordance 80, 60, 70, 60 %" in text
    assert summarise(of(attempt("m", True, scene="seed 4")))["scenes"] is None
