# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Asking a checkpoint through transformers' own `generate`, without a server: many questions in one batch, greedy."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.core.types import Question
from vla_r1_ros.posttrain.tune.pictures import see_once
from vla_r1_ros.posttrain.tune.prompts import messages


def greedy_replies(
    model: Any, processor: Any, questions: Sequence[str], pictures: Sequence[Any], most_tokens: int
) -> list[tuple[str, bool]]:
    """What a Qwen2.5-VL model says to each question about its picture (PIL, RGB), and whether it ended by itself."""
    texts = [processor.apply_chat_template(messages(question), add_generation_prompt=True, tokenize=False)
             for question in questions]  # fmt: skip
    inputs = processor(text=texts, images=list(pictures), padding=True, padding_side="left",
                       return_tensors="pt").to(model.device)  # fmt: skip
    ends = torch.tensor(_ends(model, processor), device=model.device)
    with torch.no_grad():
        tokens = model.generate(**inputs, do_sample=False, temperature=None, top_p=None, top_k=None, use_cache=True,
                                max_new_tokens=most_tokens, eos_token_id=ends.tolist())  # fmt: skip
    answers = tokens[:, inputs["input_ids"].shape[1] :]
    whole = torch.isin(answers, ends).any(dim=1).tolist()
    said = processor.tokenizer.batch_decode(answers, skip_special_tokens=True)
    return list(zip(said, whole, strict=True))


def _ends(model: Any, processor: Any) -> list[int]:
    """Every token that ends a reply: those of the checkpoint and the tokenizer's own."""
    declared = model.generation_config.eos_token_id
    several = declared if isinstance(declared, list) else [] if declared is None else [declared]
    return sorted({*several, processor.tokenizer.eos_token_id})


class LocalModel:
    """A Qwen2.5-VL checkpoint in float32 on the CPU."""

    def __init__(self, folder: Path, threads: int = 2, max_tokens: int = 256) -> None:
        from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2_5_VLProcessor

        torch.set_num_threads(threads)
        self._processor = Qwen2_5_VLProcessor.from_pretrained(folder)
        self._model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
        see_once(self._model)
        self._max_tokens = max_tokens

    def ask(self, looks: Sequence[tuple[NDArray[np.uint8], Sequence[Question]]]) -> list[list[tuple[str, float]]]:
        """The raw replies about each picture (H, W, 3) uint8 RGB, each with its share of the batch's seconds."""
        from PIL import Image

        begun = time.monotonic()
        asked = [(Image.fromarray(picture), question) for picture, questions in looks for question in questions]
        said = greedy_replies(self._model, self._processor, [prompt_text(question) for _, question in asked],
                              [picture for picture, _ in asked], self._max_tokens)  # fmt: skip
        share_s = (time.monotonic() - begun) / max(1, len(said))
        replies = iter(said)
        return [[(next(replies)[0], share_s) for _ in questions] for _, questions in looks]
