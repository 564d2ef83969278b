# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Choice of MuJoCo's off-screen renderer. Call `ensure_gl()` before the first `import mujoco`."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, VlaError

ADVICE = (
    "install one of: apt install libegl1 libgl1 (EGL), apt install libosmesa6 (software), "
    "or without root: pip install --no-deps lavavu-osmesa PyOpenGL; or set MUJOCO_GL yourself"
)
_WHEEL_LIBS = ("libffi*", "libtinfo*", "libzstd*", "libpcre2*", "libselinux*", "libglapi*", "libdrm*", "libLLVM*")
_chosen: list[str] = []


def _loads(name: str, sonames: tuple[str, ...]) -> bool:
    found = ctypes.util.find_library(name)
    for candidate in (*sonames, *((found,) if found else ())):
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


def _wheel_folder() -> Path | None:
    """Folder of the shared libraries of the `lavavu-osmesa` wheel, None where it is not installed."""
    spec = importlib.util.find_spec("lavavu")
    if spec is None or spec.origin is None:
        return None
    for folder in (Path(spec.origin).parent.parent / "lavavu_osmesa.libs", Path(spec.origin).parent):
        if any(folder.glob("libOSMesa*")):
            return folder
    return None


def _preload_wheel(folder: Path) -> bool:
    """Loads the wheel's libraries and lets ctypes find its OSMesa under the plain name that PyOpenGL asks for."""
    try:
        for pattern in _WHEEL_LIBS:
            for path in sorted(folder.glob(pattern))[:1]:
                ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
        osmesa = str(sorted(folder.glob("libOSMesa*"))[0])
        ctypes.CDLL(osmesa, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    plain = ctypes.CDLL.__init__

    def init(self: ctypes.CDLL, name: str | None, *args: Any, **kwargs: Any) -> None:
        plain(self, osmesa if name and str(name).startswith("libOSMesa.so") else name, *args, **kwargs)

    ctypes.CDLL.__init__ = init  # type: ignore[method-assign]
    return True


def ensure_gl() -> str:
    """Selects a working off-screen back end and returns its name (`egl`, `osmesa` or what MUJOCO_GL asked for).

    Raises VlaError where none can be loaded.
    """
    if _chosen:
        return _chosen[0]
    os.environ.setdefault("LP_NUM_THREADS", "1")  # llvmpipe's own threads fight with ours on few cores
    name = os.environ.get("MUJOCO_GL", "").lower()
    if not name and "mujoco" not in sys.modules:
        name = _probe()
        os.environ["MUJOCO_GL"] = name
        os.environ.setdefault("PYOPENGL_PLATFORM", name)
    _chosen.append(name or "egl")
    return _chosen[0]


def _probe() -> str:
    if _loads("EGL", ("libEGL.so.1",)) and _loads("GL", ("libGL.so.1", "libOpenGL.so.0")):
        return "egl"
    if _loads("OSMesa", ("libOSMesa.so.8", "libOSMesa.so.6")):
        return "osmesa"
    folder = _wheel_folder()
    if folder is not None and _preload_wheel(folder):
        return "osmesa"
    message = "no off-screen OpenGL library could be loaded (EGL, OSMesa)"
    raise VlaError(ErrorCode.INPUT_ENVIRONMENT, message, advice=ADVICE)
