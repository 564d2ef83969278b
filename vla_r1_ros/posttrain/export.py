# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a run's state to a checkpoint that transformers and vLLM load."""

from __future__ import annotations

from pathlib import Path

import torch

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.model import Architecture, build_model, save_checkpoint


def export_run(run: Path, out: Path) -> None:
    """Writes `run`/state.pt as a Hugging Face checkpoint. Raises InputError where there is no state."""
    path = run / "state.pt"
    if not path.is_file():
        raise InputError(ErrorCode.INPUT_FILE, f"{path} is missing", advice="run `vla_r1 train sft` first")
    state = torch.load(path, weights_only=True, map_location="cpu")
    values = dict(state["architecture"])
    values["mrope"] = tuple(values["mrope"])
    model = build_model(Architecture(**values), seed=0)
    model.load_state_dict(state["model"])
    save_checkpoint(model, out)
