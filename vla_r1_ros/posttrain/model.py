# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The small checkpoint's architecture: Qwen2.5-VL, a few million parameters, and its files on disk."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from vla_r1_ros.posttrain import tokenizer as tok
from vla_r1_ros.posttrain.scenes import MODEL_SIZE
from vla_r1_ros.posttrain.think import STEP

PATCH = 14
MERGE = 2
GRID = (MODEL_SIZE[1] // PATCH, MODEL_SIZE[0] // PATCH)  # rows, columns of patches
CELLS = (GRID[0] // MERGE, GRID[1] // MERGE)
IMAGE_TOKENS = CELLS[0] * CELLS[1]
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)
MIN_PIXELS, MAX_PIXELS = 28 * 28 * 4, 90_000  # 640x480 becomes 336x252 by the processor's own rule


@dataclass(frozen=True, slots=True)
class Architecture:
    """Sizes of the two towers; `mrope` splits half a head between time, height and width."""

    hidden: int = 192
    intermediate: int = 448
    layers: int = 6
    heads: int = 6
    kv_heads: int = 2
    vision_hidden: int = 160
    vision_intermediate: int = 432
    vision_depth: int = 5
    vision_heads: int = 4
    rope_theta: float = 20.0
    mrope: tuple[int, int, int] = (2, 7, 7)
    init: float = 0.05


def build_config(arch: Architecture) -> Any:
    """`Qwen2_5_VLConfig` of an architecture; every vision block looks at the whole picture."""
    from transformers import Qwen2_5_VLConfig

    text = {
        "vocab_size": len(tok.vocabulary()),
        "hidden_size": arch.hidden,
        "intermediate_size": arch.intermediate,
        "num_hidden_layers": arch.layers,
        "num_attention_heads": arch.heads,
        "num_key_value_heads": arch.kv_heads,
        "max_position_embeddings": 2048,
        "bos_token_id": tok.PAD,
        "eos_token_id": tok.IM_END,
        "pad_token_id": tok.PAD,
        "tie_word_embeddings": True,
        "rope_theta": arch.rope_theta,
        "initializer_range": arch.init,
        "rope_parameters": {
            "type": "mrope",
            "rope_type": "default",
            "mrope_section": list(arch.mrope),
            "rope_theta": arch.rope_theta,
        },
    }
    vision = {
        "depth": arch.vision_depth,
        "hidden_size": arch.vision_hidden,
        "intermediate_size": arch.vision_intermediate,
        "num_heads": arch.vision_heads,
        "out_hidden_size": arch.hidden,
        "patch_size": PATCH,
        "window_size": 112,
        "fullatt_block_indexes": list(range(arch.vision_depth)),
        "initializer_range": arch.init,
    }
    return Qwen2_5_VLConfig(
        text_config=text,
        vision_config=vision,
        image_token_id=tok.IMAGE,
        video_token_id=tok.VIDEO,
        vision_start_token_id=tok.VISION_START,
        vision_end_token_id=tok.VISION_END,
        tie_word_embeddings=True,
    )


def build_model(arch: Architecture, seed: int) -> Any:
    """A randomly initialised model whose number tokens start out smooth in their value."""
    from transformers import Qwen2_5_VLForConditionalGeneration

    torch.manual_seed(seed)
    model = Qwen2_5_VLForConditionalGeneration(build_config(arch))
    values = torch.arange(len(tok.NUMBERS)) * STEP
    waves = values[:, None] * (2 ** torch.linspace(0, 5, 24)) * torch.pi
    features = torch.cat([waves.sin(), waves.cos()], 1) @ torch.randn(48, arch.hidden)
    with torch.no_grad():
        table = model.model.language_model.embed_tokens.weight
        table[-len(tok.NUMBERS) :] = features / features.std() * arch.init
    return model


def build_processor() -> Any:
    """`Qwen2_5_VLProcessor` that brings 640x480 to 336x252 and speaks the contract's chat template."""
    from transformers import Qwen2_5_VLProcessor, Qwen2VLImageProcessor, Qwen2VLVideoProcessor

    pixels = {"min_pixels": MIN_PIXELS, "max_pixels": MAX_PIXELS}
    image = Qwen2VLImageProcessor(
        patch_size=PATCH,
        merge_size=MERGE,
        image_mean=list(MEAN),
        image_std=list(STD),
        size={"shortest_edge": MIN_PIXELS, "longest_edge": MAX_PIXELS},
        **pixels,
    )
    video = Qwen2VLVideoProcessor(patch_size=PATCH, merge_size=MERGE)
    return Qwen2_5_VLProcessor(
        image_processor=image,
        tokenizer=tok.build_tokenizer(),
        video_processor=video,
        chat_template=tok.CHAT_TEMPLATE,
    )


def save_checkpoint(model: Any, folder: Path) -> None:
    """Writes config, bf16 weights, tokenizer, processor and greedy generation settings in HF's format."""
    import copy

    from transformers import GenerationConfig

    folder.mkdir(parents=True, exist_ok=True)
    small = copy.deepcopy(model).to(torch.bfloat16)
    small.generation_config = GenerationConfig(
        do_sample=False, eos_token_id=tok.IM_END, pad_token_id=tok.PAD, bos_token_id=tok.PAD, max_new_tokens=256
    )
    small.save_pretrained(folder)
    build_processor().save_pretrained(folder)


def checkpoint_weights(folder: Path) -> dict[str, torch.Tensor]:
    """Weights in float32 of a checkpoint in Hugging Face's format. Raises OSError or ValueError where it is none."""
    from transformers import Qwen2_5_VLForConditionalGeneration

    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
    return dict(model.state_dict())


def describe(arch: Architecture) -> dict[str, Any]:
    """The architecture as plain values, for logs and cards."""
    return asdict(arch)
