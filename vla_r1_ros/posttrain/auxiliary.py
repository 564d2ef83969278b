# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Training-only heads that say per image token what object is there; they are thrown away with the optimizer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from vla_r1_ros.posttrain.model import CELLS, IMAGE_TOKENS
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.sim.objects import COLOURS, KINDS

OUTPUTS = 1 + len(COLOURS) + len(KINDS) + 4
_COLOUR = {name: index for index, name in enumerate(COLOURS)}
_KIND = {name: index for index, name in enumerate(KINDS)}
_CENTRES = np.stack(np.meshgrid(np.arange(CELLS[1]) + 0.5, np.arange(CELLS[0]) + 0.5), -1).reshape(-1, 2)


class CellHeads(nn.Module):  # type: ignore[misc, unused-ignore]
    """One linear head on the vision tower's output, one on an early layer of the language model."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.vision = nn.Linear(hidden, OUTPUTS)
        self.language = nn.Sequential(nn.RMSNorm(hidden), nn.Linear(hidden, OUTPUTS))


def covered(box: Sequence[float]) -> NDArray[np.bool_]:
    """Which cells (108,) the middle four fifths of a box (x, y, w, h in 0..1) cover; at least the one of its centre."""
    x, y, w, h = np.array(box) * [CELLS[1], CELLS[0], CELLS[1], CELLS[0]]
    inside = (abs(_CENTRES[:, 0] - x) < w * 0.4) & (abs(_CENTRES[:, 1] - y) < h * 0.4)
    column, row = int(np.clip(x, 0, CELLS[1] - 0.01)), int(np.clip(y, 0, CELLS[0] - 0.01))
    inside[row * CELLS[1] + column] = True
    return np.asarray(inside, dtype=np.bool_)


def look_loss(looked: Tensor, image_at: Tensor, targets: Tensor) -> tuple[Tensor, dict[str, float]]:
    """How little of the attention falls on the cells of the right object, and parts to log.

    looked: log of the attention (P, heads, L); image_at: where the image starts in the row, (P,); targets: cells of
    the object, (P, 108) bool.
    """
    cells = image_at[:, None] + torch.arange(IMAGE_TOKENS)
    at_cells = looked.gather(2, cells[:, None].expand(-1, looked.shape[1], -1))
    on_target = at_cells.masked_fill(~targets[:, None], float("-inf")).logsumexp(-1)
    right = targets.gather(1, at_cells.logsumexp(1).argmax(-1, keepdim=True))
    return -on_target.mean(), {"attention": -on_target.mean().item(), "right": right.float().mean().item()}


def cell_targets(scenes: Sequence[Scene]) -> Tensor:
    """(B, 108, 6): kind, colour, box in cell units of the object that covers a cell (small ones win), -1 elsewhere."""
    out = np.full((len(scenes), IMAGE_TOKENS, 6), -1.0, dtype=np.float32)
    for index, scene in enumerate(scenes):
        for item in sorted(scene.objects, key=lambda o: -o.box[2] * o.box[3]):
            x, y, w, h = np.array(item.box) * [CELLS[1], CELLS[0], CELLS[1], CELLS[0]]
            out[index, covered(item.box)] = [_KIND[item.spec.kind], _COLOUR[item.spec.colour], x, y, w, h]
    return torch.from_numpy(out)


def cell_loss(predicted: Tensor, target: Tensor, *, absolute: bool) -> tuple[Tensor, dict[str, float]]:
    """Loss of a head's output (B, 108, OUTPUTS), and its parts; box centres relative to the cell unless `absolute`."""
    predicted = predicted.float()
    there = target[..., 0] >= 0
    colours = 1 + len(COLOURS)
    kinds = colours + len(KINDS)
    presence = F.binary_cross_entropy_with_logits(
        predicted[..., 0], there.float(), pos_weight=torch.tensor(2.0)
    )
    chosen, wanted = predicted[there], target[there]
    colour = F.cross_entropy(chosen[:, 1:colours], wanted[:, 1].long())
    kind = F.cross_entropy(chosen[:, colours:kinds], wanted[:, 0].long())
    centre = wanted[:, 2:4]
    if not absolute:
        cells = torch.from_numpy(_CENTRES).float().expand(target.shape[0], -1, -1)
        centre = centre - cells[there]
    box = F.smooth_l1_loss(chosen[:, kinds:], torch.cat([centre, wanted[:, 4:6]], 1), beta=0.1)
    parts = {"object": presence.item(), "colour": colour.item(), "kind": kind.item(), "box": box.item()}
    return presence + colour + kind + 2 * box, parts
