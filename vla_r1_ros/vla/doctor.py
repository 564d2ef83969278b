# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the model endpoint: does it generate, and how soon?"""

from vla_r1_ros.core.errors import ModelError
from vla_r1_ros.core.findings import Finding
from vla_r1_ros.vla.client import ModelClient
from vla_r1_ros.vla.names import with_names
from vla_r1_ros.vla.settings import ModelSettings

PROBES = 3
SLOW_S = 3.0


def check_endpoint(settings: ModelSettings, deadline_s: float) -> Finding:
    """Have a token generated from a small image, three times; the first one may be a cold start and does not count.

    Raises:
        ModelError: as :meth:`ModelClient.probe`: unreachable, no answer by the deadline, wrong model, wrong key, ...
    """
    with ModelClient(settings) as client:
        try:
            seconds = [client.probe(deadline_s) for _ in range(PROBES)]
        except ModelError as error:
            raise with_names(error, settings) from error
    first_s, later_s = seconds[0], min(seconds[1:])
    seen = (f"{settings.model} at {settings.endpoint} generates: image and first token in {later_s:.2f} s "
            f"(first time {first_s:.2f} s)")  # fmt: skip
    values = {"first_s": first_s, "later_s": later_s, "endpoint": settings.endpoint, "model": settings.model}
    if later_s > SLOW_S:
        todo = f"over {SLOW_S:g} s: is the server busy or without a GPU? See its log; a smaller model is quicker"
        return Finding.warn(seen, todo, **values)
    return Finding.ok(seen, **values)
