# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The reward function that verl's reward manager calls in its workers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from vla_r1_ros.posttrain.rewards import compute_score

#: What `reward.custom_reward_function` of verl's configuration names.
PATH, NAME = f"pkg://{__name__}", "verl_reward"


def verl_reward(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Mapping[str, Any] | None = None,
    profile: str = "",
) -> dict[str, float | None]:
    """As :func:`~vla_r1_ros.posttrain.rewards.compute_score`, with None for what there is nothing to compare.

    verl leaves None out of its held-out means; one NaN (the overlap of a path) would make the mean of all rows NaN.

    Args:
        data_source, solution_str, ground_truth, extra_info: as verl gives them.
        profile: rules of the whole run, from `reward_kwargs`; a row's own in `extra_info` goes before it.

    Raises:
        InputError: INPUT_PARAMETER where there is no such profile.
    """
    extra = dict(extra_info or {})
    if profile and not extra.get("profile"):
        extra["profile"] = profile
    found = compute_score(data_source, solution_str, ground_truth, extra)
    return {name: None if math.isnan(value) else value for name, value in found.items()}
