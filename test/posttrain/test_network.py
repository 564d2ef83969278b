# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E402  (the environment may lack torch: asked first)
"""The training's own forward pass against transformers'."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from PIL import Image

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.core.types import Question
from vla_r1_ros.posttrain.examples import training_examples
from vla_r1_ros.posttrain.model import Architecture, build_model, build_processor
from vla_r1_ros.posttrain.network import Network, positions
from vla_r1_ros.posttrain.rows import Encoder
from vla_r1_ros.posttrain.scenes import Scene, shrink

pytestmark = pytest.mark.train


@pytest.fixture(scope="module")
def model() -> Any:
    torch.set_num_threads(1)
    small = Architecture(layers=2, vision_depth=2)
    return build_model(small, seed=0).eval()


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.asarray(Image.fromarray(rng.integers(0, 255, (12, 16, 3), dtype=np.uint8)).resize((640, 480)))


def test_logits_equal_those_of_transformers(model: Any, picture: np.ndarray, scenes: list[Scene]) -> None:
    """The full-size picture goes through the HF processor there, through our own shrinking here."""
    network, encoder, processor = Network(model), Encoder(), build_processor()
    ours = torch.from_numpy(shrink(picture).copy()).permute(2, 0, 1)[None].float() / 255
    for example in training_examples(scenes[0], np.random.default_rng(0)):
        row = encoder.row(example, scenes[0])
        content = [{"type": "text", "text": prompt_text(Question(example.task, example.text))}, {"type": "image"}]
        text = processor.apply_chat_template(
            [{"role": "user", "content": content}], add_generation_prompt=True, tokenize=False
        )
        inputs = processor(text=[text], images=[Image.fromarray(picture)], return_tensors="pt")
        question, _ = encoder.question(example.text, example.task)
        assert inputs.input_ids[0].tolist() == question
        ids = torch.tensor([row.ids])
        with torch.no_grad():
            theirs = model(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                pixel_values=inputs.pixel_values,
                image_grid_thw=inputs.image_grid_thw,
                mm_token_type_ids=(ids == 5).int(),
            ).logits
            place = torch.from_numpy(positions(row.image_at, len(row.ids)))[:, None]
            embedded = network.embed(ids, network.vision(ours), torch.tensor([0]))
            mine = model.lm_head(network.hidden(embedded, place, 0)[0])
        # the pictures differ by at most one grey level between the two resizing routines
        assert (mine - theirs).abs().max() < 0.05 * theirs.abs().mean()


def test_the_processor_brings_vga_to_the_trained_size(picture: np.ndarray) -> None:
    processor = build_processor()
    found = processor.image_processor(images=[Image.fromarray(picture)], return_tensors="pt")
    assert found["image_grid_thw"].tolist() == [[1, 18, 24]]
