# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E402  (the environment may lack torch: asked first)
"""Where a place of an answer has to look: which places, whose attention, at which cells."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.auxiliary import covered, look_loss
from vla_r1_ros.posttrain.collate import collate
from vla_r1_ros.posttrain.examples import Example
from vla_r1_ros.posttrain.model import CELLS, IMAGE_TOKENS, Architecture, build_model
from vla_r1_ros.posttrain.network import Network
from vla_r1_ros.posttrain.phrases import Ask
from vla_r1_ros.posttrain.rows import Encoder, Row
from vla_r1_ros.posttrain.scenes import Scene, SceneSet, make_shard
from vla_r1_ros.posttrain.settings import Settings
from vla_r1_ros.posttrain.sft import Trainer
from vla_r1_ros.posttrain.think import PLACES, Wish

pytestmark = pytest.mark.train


def _told(encoder: Encoder, row: Row) -> list[str]:
    return [encoder.tokenizer.decode([row.ids[at + 1]]).strip() for at, _ in row.looks]


def _box(scene: Scene, encoder: Encoder, name: str) -> Row:
    wish = Wish(Ask.PICK, name)
    return encoder.row(Example(wish, f"pick up the {name}", Task.AFFORDANCE), scene)


def test_decision_place_and_numbers_are_told_by_looking(scenes: list[Scene]) -> None:
    item = scenes[0].objects[0]
    thinking, bare = Encoder(), Encoder(think=False)
    row = _box(scenes[0], thinking, item.phrase)
    words = _told(thinking, row)
    alike = sorted((o for o in scenes[0].objects if o.spec.kind == item.spec.kind), key=lambda o: o.box[0])
    listed = [word for o in alike for word in o.phrase.split()]  # who comes next from left to right
    assert words[: len(listed)] == listed
    assert [box for _, box in row.looks[: len(listed)]] == [o.box for o in alike for _ in range(2)]
    decision, place, *numbers = words[len(listed) :]
    assert decision == "the" and place in PLACES and len([float(word) for word in numbers]) == 4
    assert {box for _, box in row.looks[len(listed) :]} == {item.box}
    assert len(_told(bare, _box(scenes[0], bare, item.phrase))) == 1 + 4  # the first token of the JSON decides
    assert _box(scenes[0], bare, "white ghost").looks == []
    rng = np.random.default_rng(0)
    lesson = thinking.inventory(scenes[0], rng)
    assert sorted({box for _, box in lesson.looks}) == sorted(o.box for o in scenes[0].objects)
    assert len(lesson.looks) == 4 * len(scenes[0].objects)  # in random order no look tells the name
    assert len(thinking.inventory(scenes[0]).looks) == 6 * len(scenes[0].objects)


def test_attention_is_that_of_the_pass_and_what_is_asked_for(scenes: list[Scene]) -> None:
    torch.manual_seed(0)
    network, encoder = Network(build_model(Architecture(layers=2, vision_depth=1), seed=0).eval()), Encoder()
    rows = [_box(scenes[0], encoder, o.phrase) for o in scenes[0].objects[:2]]
    given = collate(rows, look_layer=1)
    assert given.looks is not None and collate(rows).looks is None
    embedded = network.embed(given.ids, torch.randn(1, IMAGE_TOKENS, 192), torch.zeros(2, dtype=torch.long))
    with torch.no_grad():
        plain = network.hidden(embedded, given.place, 0)
        asked = network.hidden(embedded, given.place, 0, given.looks)
    assert plain[2].shape[0] == 0 and torch.equal(plain[0], asked[0])
    shares = asked[2].exp()
    assert shares.shape == (len(given.looks.at), 3, given.ids.shape[1])
    assert torch.allclose(shares.sum(-1), torch.ones(shares.shape[:2]), atol=1e-4)
    later = torch.arange(given.ids.shape[1]) > given.looks.at[:, None]
    assert float(shares.masked_select(later[:, None]).sum()) == 0.0


def test_the_loss_is_low_where_the_right_cells_are_looked_at() -> None:
    cells = covered((0.5, 0.5, 0.2, 0.2)).reshape(CELLS[0], CELLS[1])
    assert cells[CELLS[0] // 2, CELLS[1] // 2] and not cells[0, 0]
    assert covered((0.999, 0.001, 0.001, 0.001)).sum() == 1  # a small one still has the cell of its centre
    targets, start = torch.from_numpy(cells.reshape(1, -1)), torch.tensor([5])
    losses, rights = [], []
    for place in (int(np.flatnonzero(cells)[0]), 0):
        looked: Any = torch.full((1, 2, 5 + IMAGE_TOKENS + 3), -20.0)
        looked[:, :, 5 + place] = 0.0
        loss, parts = look_loss(looked, start, targets)
        losses.append(float(loss))
        rights.append(parts["right"])
    assert losses[0] < 0.01 and losses[1] > 10.0 and rights == [1.0, 0.0]


@pytest.mark.parametrize(("name", "weight", "refused"), [
    ("look_layer", 0.3, True), ("look_layer", 0.0, False), ("auxiliary_layer", 0.0, True)])
def test_a_layer_that_the_model_lacks_is_refused(tmp_path: Path, name: str, weight: float, refused: bool) -> None:
    make_shard(tmp_path, 1_000_000, 1, training=True)
    data, small = SceneSet(tmp_path), Architecture(layers=2, vision_depth=1)
    settings = replace(Settings(auxiliary_layer=0, look_layer=1, look_weight=weight), **{name: 2})
    with pytest.raises(InputError, match=f"{name} is 2") if refused else nullcontext():
        Trainer(data, data, tmp_path / "run", settings, small)
