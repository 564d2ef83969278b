# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which models a server has, for the words of an error."""

from __future__ import annotations

import httpx

from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.vla.exchange import trusted
from vla_r1_ros.vla.settings import ModelSettings

_PATIENCE_S = 5.0
_MOST = 8


def served_names(settings: ModelSettings) -> tuple[str, ...]:
    """Names that the server at `settings.endpoint` lists; none where it does not tell. Never raises for its answer."""
    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    try:
        page = httpx.get(settings.endpoint.rstrip("/") + "/models", headers=headers, timeout=_PATIENCE_S,
                         verify=trusted(settings), trust_env=False)  # fmt: skip
        return tuple(str(model["id"]) for model in page.json()["data"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return ()


def with_names(error: ModelError, settings: ModelSettings) -> ModelError:
    """The error of a first question, told better where the server has no model of that name."""
    names = served_names(settings) if error.code is ErrorCode.MODEL_HTTP else ()
    if not names or settings.model in names:
        return error
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ModelError(error.code, f"the server at {settings.endpoint} has no model '{settings.model}'",
                      f"it has {', '.join(names[:_MOST])}{more}")
