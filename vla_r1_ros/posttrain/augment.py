# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Small changes of a picture that leave its labels true: light, contrast, tint, blur, sensor noise."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def augment(images: Tensor, generator: torch.Generator) -> Tensor:
    """Images (B, 3, H, W) in 0..1, each changed by its own draw; tints stay far below the distance of two colours."""
    count = images.shape[0]

    def draw(low: float, high: float, channels: int = 1) -> Tensor:
        return torch.rand(count, channels, 1, 1, generator=generator) * (high - low) + low

    mean = images.mean((1, 2, 3), keepdim=True)
    x = (images - mean) * draw(0.92, 1.08) + mean * draw(0.92, 1.08)
    x = x * draw(0.97, 1.03, 3)
    blur = draw(-1.0, 0.3).clamp(min=0.0)  # three pictures in four stay sharp: kinds differ by a few pixels only
    x = x + blur * (F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1) - x)
    noise = torch.randn(x.shape, generator=generator) * draw(-0.005, 0.008).clamp(min=0.0)
    return (x + noise).clamp(0.0, 1.0)
