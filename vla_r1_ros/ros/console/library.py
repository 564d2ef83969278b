# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Whether the websockets that is here can serve the console; imports nothing that needs it."""

from vla_r1_ros.core.errors import ErrorCode, InputError

LEAST = 17  # older ones take no POST, and those below 15 no ping_interval


def check_websockets() -> None:
    """Refuse what cannot work, before a page or a stop finds it out.

    Raises:
        InputError: INPUT_ENVIRONMENT where websockets is missing or too old.
    """
    try:
        from websockets import __version__ as found
    except ImportError as error:
        found, cause = "none", error
    else:
        cause = None
        if int(found.partition(".")[0]) >= LEAST:
            return
    raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the console needs websockets {LEAST} or newer, here is {found}",
                     f"pip install 'websockets>={LEAST}', in the environment that the node is started with"
                     ) from cause  # fmt: skip
