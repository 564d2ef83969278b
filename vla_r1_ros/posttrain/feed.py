# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pictures for training, in random order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from vla_r1_ros.posttrain.augment import augment
from vla_r1_ros.posttrain.scenes import Scene, SceneSet


@dataclass(slots=True)
class Batch:
    """Pictures (B, 3, H, W) in 0..1 and their scenes after flipping."""

    images: Tensor
    scenes: list[Scene]


class Feed:
    """Endless shuffled pictures, half of them flipped, all augmented."""

    def __init__(self, data: SceneSet, seed: int) -> None:
        self._data = data
        self.restart(seed)

    def restart(self, seed: int) -> None:
        """Begins a new random order."""
        self.rng = np.random.default_rng(seed)
        self._torch = torch.Generator().manual_seed(seed)
        self._order: list[int] = []

    def take(self, count: int) -> Batch:
        """The next `count` pictures."""
        images, scenes = [], []
        for _ in range(count):
            if not self._order:
                self._order = self.rng.permutation(len(self._data)).tolist()
            index = self._order.pop()
            image, scene = self._data.image(index), self._data.scenes[index]
            if self.rng.random() < 0.5:
                image, scene = image[:, ::-1], scene.mirror()
            images.append(image)
            scenes.append(scene)
        stack = torch.from_numpy(np.ascontiguousarray(np.stack(images))).permute(0, 3, 1, 2).float() / 255
        return Batch(augment(stack, self._torch), scenes)
