# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Rows of different lengths as one batch, padded on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from vla_r1_ros.posttrain.auxiliary import covered
from vla_r1_ros.posttrain.model import IMAGE_TOKENS
from vla_r1_ros.posttrain.network import Looks, positions
from vla_r1_ros.posttrain.rows import Row


@dataclass(frozen=True, slots=True)
class Collated:
    """R rows of at most L tokens.

    ids, weights: (R, L); place: M-RoPE positions (3, R, L); image_at: (R,); looks and look_cells: places that are told
    by looking at an object, and which cells (P, 108) that object covers; None without such places.
    """

    ids: Tensor
    weights: Tensor
    place: Tensor
    image_at: Tensor
    looks: Looks | None
    look_cells: Tensor | None


def collate(rows: Sequence[Row], look_layer: int | None = None) -> Collated:
    """The batch; without `look_layer` no looks are kept."""
    longest = max(len(row.ids) for row in rows)
    ids = torch.zeros((len(rows), longest), dtype=torch.long)
    weights = torch.zeros((len(rows), longest))
    place = np.zeros((3, len(rows), longest), dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, : len(row.ids)] = torch.tensor(row.ids)
        weights[index, : len(row.ids)] = torch.tensor(row.weights)
        place[:, index] = positions(row.image_at, longest)
    image_at = torch.tensor([row.image_at for row in rows])
    looks, cells = None, None
    found = [(index, at, box) for index, row in enumerate(rows) for at, box in row.looks]
    if look_layer is not None and found:
        owner, at, boxes = zip(*found, strict=True)
        masks = {box: covered(box) for box in set(boxes)}
        looks = Looks(look_layer, torch.tensor(owner), torch.tensor(at))
        cells = torch.from_numpy(np.stack([masks[box] for box in boxes])).view(-1, IMAGE_TOKENS)
    return Collated(ids, weights, torch.from_numpy(place), image_at, looks, cells)
