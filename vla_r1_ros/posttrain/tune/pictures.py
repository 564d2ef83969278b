# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Each picture of a batch goes through the vision tower once, however many replies of a group are about it.

TRL hands a picture over once for each reply: with 8 replies a question, seven of eight passes compute the same again.
The features, and the gradients that come back through them, are those of the plain pass up to rounding.
"""

from __future__ import annotations

import functools
from typing import Any

import torch


def see_once(model: Any) -> None:
    """Change a Qwen2.5-VL model in place."""
    visual = model.model.visual
    plain, merge = visual.forward, int(visual.spatial_merge_size) ** 2

    @functools.wraps(plain)
    def forward(hidden_states: torch.Tensor, grid_thw: torch.Tensor, **options: Any) -> Any:
        firsts, owners = distinct_pictures(hidden_states, grid_thw)
        # a tensor among the options was made for all pictures, in their order
        if len(firsts) == len(owners) or any(isinstance(value, torch.Tensor) for value in options.values()):
            return plain(hidden_states, grid_thw, **options)
        pieces = hidden_states.split(grid_thw.prod(-1).tolist())
        grid = grid_thw[firsts]
        seen = plain(torch.cat([pieces[first] for first in firsts]), grid, **options)
        features = seen.pooler_output.split((grid.prod(-1) // merge).tolist())
        seen.pooler_output = torch.cat([features[owner] for owner in owners])
        return seen

    visual.forward = forward


def distinct_pictures(patches: torch.Tensor, grid_thw: torch.Tensor) -> tuple[list[int], list[int]]:
    """Which pictures of a batch differ, and for each picture which of these it is.

    Args:
        patches: of all pictures one after the other, (patches, values).
        grid_thw: frames, rows and columns of patches, (pictures, 3).
    """
    pieces = patches.split(grid_thw.prod(-1).tolist())
    alike: dict[tuple[float, ...], list[int]] = {}
    firsts: list[int] = []
    owners = []
    for index, (piece, grid) in enumerate(zip(pieces, grid_thw.tolist(), strict=True)):
        candidates = alike.setdefault((*grid, float(piece.sum())), [])
        owner = next((place for place in candidates if torch.equal(pieces[firsts[place]], piece)), None)
        if owner is None:
            owner = len(firsts)
            firsts.append(index)
            candidates.append(owner)
        owners.append(owner)
    return firsts, owners
