# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""pyarrow, which only parquet files need."""

from __future__ import annotations

from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError


def load_pyarrow() -> tuple[Any, Any]:
    """Return the modules `pyarrow` and `pyarrow.parquet`. Raises InputError (INPUT_ENVIRONMENT) without them."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"parquet needs pyarrow: {error}",
                         "pip install pyarrow") from None
    return pyarrow, pyarrow.parquet
