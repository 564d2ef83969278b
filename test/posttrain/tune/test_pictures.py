# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E402  (the environment may lack torch: asked first)
"""Pictures that come several times in a batch: seen once, with the features and gradients of the plain pass."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from vla_r1_ros.posttrain.model import Architecture, build_model
from vla_r1_ros.posttrain.tune.pictures import distinct_pictures, see_once

pytestmark = pytest.mark.train
TINY = Architecture(hidden=48, intermediate=64, layers=1, heads=3, kv_heads=1, vision_hidden=32,
                    vision_intermediate=48, vision_depth=2, vision_heads=2, mrope=(2, 3, 3))  # fmt: skip
GRIDS = torch.tensor([[1, 4, 6], [1, 6, 4], [1, 4, 4], [1, 4, 6]])
ORDER = [0, 1, 0, 2, 1, 0, 3]


def _batch(model: torch.nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    """Four pictures of three shapes, some of them several times, none next to its like."""
    width = model.model.visual.patch_embed.proj.weight[0].numel()
    generator = torch.Generator().manual_seed(3)
    pictures = [torch.randn(int(grid.prod()), width, generator=generator) for grid in GRIDS]
    return torch.cat([pictures[i] for i in ORDER]), GRIDS[ORDER]


def test_pictures_are_told_apart_by_content_and_shape() -> None:
    same, other = torch.ones(24, 8), torch.ones(24, 8)
    other[3, 2], other[4, 2] = 2.0, 0.0  # the same sum
    grids = torch.tensor([[1, 4, 6], [1, 4, 6], [1, 6, 4], [1, 4, 6]])
    assert distinct_pictures(torch.cat([same, other, same, same]), grids) == ([0, 1, 2], [0, 1, 2, 0])


@pytest.mark.parametrize("training", [False, True])
def test_features_and_gradients_are_those_of_the_plain_pass(training: bool) -> None:
    model = build_model(TINY, seed=1).train(training)
    patches, grid = _batch(model)
    weights = [p for p in model.model.visual.parameters() if p.requires_grad]
    rows: list[int] = []
    model.model.visual.patch_embed.register_forward_hook(lambda module, args, output: rows.append(len(args[0])))

    def look() -> tuple[torch.Tensor, list[torch.Tensor]]:
        features = torch.cat(list(model.model.get_image_features(patches, grid).pooler_output))
        factors = torch.linspace(0.1, 1.0, features.numel()).reshape(features.shape)  # each copy counts otherwise
        return features.detach(), list(torch.autograd.grad((features * factors).square().sum(), weights))

    plain, plain_gradients = look()
    see_once(model)
    once, once_gradients = look()
    assert rows == [len(patches), int(GRIDS.prod(-1).sum())]
    torch.testing.assert_close(once, plain, rtol=1e-5, atol=1e-6)
    for one, other in zip(once_gradients, plain_gradients, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


def test_a_batch_without_repeats_takes_the_plain_way() -> None:
    model = build_model(TINY, seed=1)
    patches, grid = _batch(model)
    own = int(GRIDS[0].prod())
    plain = model.model.visual(patches[:own], grid_thw=grid[:1]).pooler_output
    see_once(model)
    assert torch.equal(model.model.visual(patches[:own], grid_thw=grid[:1]).pooler_output, plain)
