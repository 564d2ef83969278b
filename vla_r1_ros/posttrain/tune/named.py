# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Names for what breaks in the middle of a training run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from vla_r1_ros.core.errors import ErrorCode, InputError, TrainingError

_CPU_WORDS = "can't allocate memory"
_NO_PROBABILITIES = "probability tensor contains"


@contextmanager
def named_errors() -> Iterator[None]:
    """Around the steps of a run.

    Raises:
        TrainingError: TRAIN_MEMORY where memory, the GPU's or the machine's, is not enough; TRAIN_NOT_FINITE where
            there are no probabilities to sample replies from.
        InputError: INPUT_FILE where a picture is gone that was there at the start.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{error.filename or error} is gone: it was there when the run began",
                         "put it back, then --resume") from error
    except RuntimeError as error:
        if _NO_PROBABILITIES in str(error):
            raise TrainingError(
                ErrorCode.TRAIN_NOT_FINITE, f"the model's outputs are not finite numbers: {error}",
                "does `vla_r1 bench model` work with the checkpoint? Otherwise set precision to float32, or lower "
                "learning_rate, then --resume") from error
        if not isinstance(error, torch.OutOfMemoryError) and _CPU_WORDS not in str(error):
            raise
        words = str(error).strip().splitlines()[0]
        raise TrainingError(
            ErrorCode.TRAIN_MEMORY, f"out of memory: {words}",
            "lower per_device (the batch stays as it is) and, in GRPO, batch or group; set gradient_checkpointing to "
            "true; or train adapters: lora.rank") from error
