# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Asking a checkpoint through transformers' own `generate`, without a server."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.core.types import Question


class LocalModel:
    """A Qwen2.5-VL checkpoint in float32 on the CPU, greedy."""

    def __init__(self, folder: Path, threads: int = 2, max_tokens: int = 256) -> None:
        import torch
        from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2_5_VLProcessor

        torch.set_num_threads(threads)
        self._torch: Any = torch
        self._processor = Qwen2_5_VLProcessor.from_pretrained(folder)
        self._model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
        self._max_tokens = max_tokens

    def ask(self, image: NDArray[np.uint8], question: Question) -> tuple[str, float]:
        """The raw reply and the seconds it took. `image` is (H, W, 3) uint8 RGB."""
        from PIL import Image

        begun = time.monotonic()
        content = [{"type": "text", "text": prompt_text(question)}, {"type": "image"}]
        text = self._processor.apply_chat_template(
            [{"role": "user", "content": content}], add_generation_prompt=True, tokenize=False
        )
        inputs = self._processor(text=[text], images=[Image.fromarray(image)], return_tensors="pt")
        with self._torch.no_grad():
            tokens = self._model.generate(**inputs, do_sample=False, max_new_tokens=self._max_tokens)
        answer = tokens[0, inputs.input_ids.shape[1] :]
        reply = self._processor.tokenizer.decode(answer, skip_special_tokens=True)
        return str(reply), time.monotonic() - begun
