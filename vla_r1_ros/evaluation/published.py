# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Figures that the VLA-R1 paper prints, to stand beside measured ones; none of them was measured here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SOURCE = "VLA-R1, arXiv 2510.01623v1"
NOTE = (
    f"Rows marked * are as printed in {SOURCE}: in-domain ShareRobot, out-of-domain UMD (IoU) and VAIT (paths). They "
    "compare with ours only where the sets are the same. The paper says neither how HD and RMSE treat paths of unequal "
    "length nor what a failed path scores. Three printed Avg are not the mean of their three: 175.37 (177.09), 120.45 "
    "(119.79), 250.67 (185.76)."
)
Five = tuple[float | None, float | None, float | None, float | None, float | None]
_NOTHING: Five = (None, None, None, None, None)


@dataclass(frozen=True)
class Published:
    """A row of the paper: IoU in percent, then DFD, HD, RMSE, Avg of 1000, in-domain and out-of-domain."""

    model: str
    in_domain: Five
    out_of_domain: Five = _NOTHING

    def to_json(self) -> dict[str, Any]:
        """Plain JSON with the source named."""
        return {"model": self.model, "source": SOURCE, "in_domain": list(self.in_domain),
                "out_of_domain": list(self.out_of_domain)}


ROWS = (
    Published("Qwen2.5-VL-3B", (6.15, 208.02, 179.12, 144.14, 175.37), (23.96, 211.80, 205.00, 140.49, 250.67)),
    Published("RoboBrain-7B (SFT)", (11.79, 156.10, 136.52, 106.71, 133.11), (22.00, 220.94, 214.14, 173.02, 202.70)),
    Published("NORA-3B (SFT)", (23.48, 139.65, 126.76, 92.97, 120.45), (22.44, 154.81, 129.84, 95.65, 126.77)),
    Published("ManipLVM-R1-3B", (31.00, 134.18, 111.14, 87.28, 110.87), (28.00, 146.82, 140.52, 108.64, 131.99)),
    Published("VLA-R1-3B", (36.51, 106.20, 97.90, 71.12, 91.74), (33.96, 114.30, 98.43, 68.97, 93.90)),
)
#: The paper's ablation, in-domain; it prints no Avg for these.
ABLATION = (
    Published("VLA-R1-3B without CoT and RL", (23.74, 149.38, 135.72, 100.04, None)),
    Published("VLA-R1-3B with CoT only", (28.37, 145.51, 131.26, 97.03, None)),
)
