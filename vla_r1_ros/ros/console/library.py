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
        import websockets
    except ImportError:
        found = "none"
    else:
        found = str(vars(websockets).get("__version__", "0"))
    if found == "none" or int(found.partition(".")[0]) < LEAST:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the console needs websockets {LEAST} or newer, here is {found}",
                         f"pip install 'websockets>={LEAST}', in the environment that the node is started with")
