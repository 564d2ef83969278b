# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0

"""Declares the operator schemas that torchvision's import asks for where torch is a CPU build.

Schemas only: calling one of these operators raises NotImplementedError. Nothing is imported before torchvision is.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
#: The declarations last as long as this object.
_libraries: list[Any] = []


class _BeforeTorchvision(MetaPathFinder):
    """Finds nothing; acts once, when torchvision is looked for."""

    def find_spec(self, fullname: str, path: Sequence[str] | None = None,
                  target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname == "torchvision":
            sys.meta_path.remove(self)
            declare()
        return None


def declare() -> None:
    """Declare the schemas, unless torch is a CUDA build or a CPU build of torchvision has them already."""
    import torch

    if torch.version.cuda is not None or _libraries:
        return
    library = torch.library.Library("torchvision", "FRAGMENT")
    for schema in SCHEMAS:
        if not hasattr(torch.ops.torchvision, schema.partition("(")[0]):
            library.define(schema)
    _libraries.append(library)


sys.meta_path.insert(0, _BeforeTorchvision())
