# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Loss of the answers: cross entropy, with targets smoothed over neighbouring values for number tokens."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from vla_r1_ros.posttrain.think import STEP


def answer_loss(
    head: Any, hidden: Tensor, ids: Tensor, weights: Tensor, sigma: float, first_number: int, decision_weight: float
) -> tuple[Tensor, dict[str, float]]:
    """Weighted mean loss of all tokens with a weight, and parts to log.

    hidden: (R, L, hidden), ids and weights: (R, L). sigma: width of the smoothed targets in units of the coordinate.
    Only the positions that predict an answer's token are multiplied with the vocabulary.
    """
    wanted = weights[:, 1:] > 0
    target, weight = ids[:, 1:][wanted], weights[:, 1:][wanted]
    log_p = head(hidden[:, :-1][wanted]).float().log_softmax(-1)
    plain = -log_p.gather(1, target[:, None])[:, 0]
    numbers = target >= first_number
    values = torch.arange(log_p.shape[1] - first_number)
    distance = (values[None] - (target[numbers] - first_number)[:, None]).float() * (STEP / sigma)
    smooth = torch.exp(-0.5 * distance**2)
    smooth = smooth / smooth.sum(1, keepdim=True)
    number_log_p = log_p[numbers][:, first_number:]
    losses = plain.clone()
    losses[numbers] = -(smooth * number_log_p).sum(1)
    with torch.no_grad():
        error = (number_log_p.argmax(1) + first_number - target[numbers]).abs().float() * STEP
        decisions = weight == decision_weight
        parts = {
            "text": plain[~numbers].mean().item(),
            "number": plain[numbers].mean().item(),
            "number_error": error.mean().item(),
        }
        if decisions.any():
            right = log_p[decisions].argmax(1) == target[decisions]
            parts["decision"] = plain[decisions].mean().item()
            parts["decision_right"] = right.float().mean().item()
    return (losses * weight).sum() / weight.sum(), parts
