# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Agreement of sampled answers: bounded, independent of the order, 1 for equal ones, with known values."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.core.agreement import Sampled, agreement, similarities
from vla_r1_ros.core.alaf import alaf, alaf_limit
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.metrics import iou
from vla_r1_ros.core.reply import parse_box
from vla_r1_ros.core.types import Box, BoxReply, PathReply

unit = st.floats(0.0, 1.0)
boxes = st.builds(BoxReply, st.just(""), st.builds(Box, unit, unit, st.floats(1e-3, 1.0), st.floats(1e-3, 1.0)))
paths = st.builds(lambda points: PathReply("", np.array(points)),
                  st.lists(st.tuples(unit, unit), min_size=2, max_size=5))


def _many(answers: st.SearchStrategy[Sampled], absent: Sampled) -> st.SearchStrategy[list[Sampled]]:
    return st.lists(st.one_of(answers, answers, st.just(absent), st.none()), min_size=1, max_size=7)


mixed = st.one_of(_many(boxes, BoxReply("", None)), _many(paths, PathReply("", None)))


def _box(x: float, width: float = 0.2) -> BoxReply:
    return BoxReply("", Box(x, 0.5, width, 0.2))


def _absent(reply: Sampled) -> bool:
    return reply is not None and (reply.box if isinstance(reply, BoxReply) else reply.path) is None


@settings(deadline=None)
@given(mixed, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(replies: list[Sampled], shuffler: object) -> None:
    order = list(range(len(replies)))
    shuffler.shuffle(order)  # type: ignore[attr-defined]
    one, other = agreement(replies), agreement([replies[i] for i in order])
    assert (one.score, one.absent, one.unparsed) == (other.score, other.absent, other.unparsed)
    if one.medoid is None or other.medoid is None:
        assert one.medoid is other.medoid is None
    else:
        totals = similarities(replies).sum(axis=1)
        assert totals[one.medoid] == pytest.approx(totals[order[other.medoid]])


@settings(deadline=None)
@given(mixed)
def test_score_and_similarities_are_within_bounds_and_symmetric(replies: list[Sampled]) -> None:
    alike = similarities(replies)
    assert ((alike >= 0.0) & (alike <= 1.0)).all() and (alike == alike.T).all()
    assert alike.diagonal().tolist() == [float(reply is not None) for reply in replies]
    found = agreement(replies)
    assert 0.0 <= found.score <= 1.0 and found.answers == len(replies)


@settings(deadline=None)
@given(mixed)
def test_the_medoid_is_an_answer_that_parses_and_has_the_largest_mean(replies: list[Sampled]) -> None:
    found = agreement(replies)
    if found.medoid is None:
        assert found.unparsed == len(replies)
        return
    assert replies[found.medoid] is not None
    says = sum(map(_absent, replies))
    majority = says > len(replies) - found.unparsed - says
    assert _absent(replies[found.medoid]) == majority
    totals = similarities(replies).sum(axis=1)
    rivals = [i for i, reply in enumerate(replies) if reply is not None and _absent(reply) == majority]
    assert totals[found.medoid] == pytest.approx(max(totals[i] for i in rivals))


@settings(deadline=None)
@given(st.one_of(boxes, paths, st.just(BoxReply("", None)), st.just(PathReply("", None))), st.integers(1, 6))
def test_equal_answers_agree_fully_and_the_first_stands_for_all(reply: Sampled, count: int) -> None:
    found = agreement([reply] * count)
    assert (found.score, found.medoid) == (1.0, 0)


@settings(deadline=None)
@given(st.lists(boxes, min_size=2, max_size=5))
def test_boxes_are_compared_by_iou(replies: list[BoxReply]) -> None:
    pairs = [iou(a, b) for a, b in combinations([reply.box for reply in replies if reply.box], 2)]
    assert agreement(replies).score == pytest.approx(np.mean(pairs))


@settings(deadline=None)
@given(st.lists(paths, min_size=2, max_size=5))
def test_paths_are_compared_by_alaf_whatever_their_lengths(replies: list[PathReply]) -> None:
    lines = [reply.path for reply in replies if reply.path is not None]
    pairs = [max(0.0, 1.0 - alaf(a, b) / alaf_limit()) for a, b in combinations(lines, 2)]
    assert agreement(replies).score == pytest.approx(np.mean(pairs))


@pytest.mark.parametrize(
    ("replies", "score", "medoid"),
    [
        ([_box(0.5), _box(0.6)], 1 / 3, 0),  # they share half of each: a third of the union
        ([_box(0.2), _box(0.8)], 0.0, 0),
        ([_box(0.8), _box(0.5), _box(0.5)], 1 / 3, 1),
        ([_box(0.5), BoxReply("", None)], 0.0, 0),  # no majority: a box
        ([BoxReply("", None), _box(0.5), BoxReply("", None)], 1 / 3, 0),
        ([BoxReply("", None), BoxReply("", None), _box(0.2), _box(0.8)], 1 / 6, 2),  # half is no majority
        ([None, BoxReply("", None), None], 0.0, 1),  # all that parse say so
        ([None, _box(0.5), _box(0.5)], 1 / 3, 1),
        ([None, None], 0.0, None),
        ([None], 0.0, None),
    ],
)  # fmt: skip
def test_known_values(replies: Sequence[Sampled], score: float, medoid: int | None) -> None:
    found = agreement(replies)
    assert found.score == pytest.approx(score)
    assert found.medoid == medoid


def test_equal_boxes_agree_even_where_their_area_is_below_the_smallest_number() -> None:
    reply = parse_box('<think>a</think><output>{"x": 0, "y": 0, "width": 1e-300, "height": 1e-300}</output>')
    assert agreement([reply, reply]).score == 1.0


@pytest.mark.parametrize("replies", [[], [BoxReply("", None), PathReply("", None)]])
def test_what_cannot_be_compared_is_refused(replies: list[Sampled]) -> None:
    with pytest.raises(InputError) as caught:
        agreement(replies)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
