# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0

import os
import sys
from pathlib import Path

import pytest

from vla_r1_ros.core import resources
from vla_r1_ros.core.errors import ErrorCode, InputError


def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As if the module lay in site-packages: no checkout around it."""
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "lib" / "vla_r1_ros" / "core" / "resources.py"))
    monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)


def put(prefix: Path, text: str) -> None:
    folder = prefix / "share" / "vla_r1_ros" / "config"
    folder.mkdir(parents=True)
    (folder / "node.yaml").write_text(text)


def test_checkout_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "share" / "vla_r1_ros" / "config" / "robots").mkdir(parents=True)
    (tmp_path / "share" / "vla_r1_ros" / "config" / "robots" / "panda.yaml").touch()
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    assert resources.share_path("config/robots/panda.yaml").parents[2] == Path(__file__).resolve().parents[2]


def test_ament_prefixes_in_order_then_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path)
    overlay, underlay, environment = tmp_path / "overlay", tmp_path / "underlay", tmp_path / "venv"
    monkeypatch.setattr(sys, "prefix", str(environment))
    put(environment, "environment")
    assert resources.share_path("config/node.yaml").read_text() == "environment"
    put(underlay, "underlay")
    monkeypatch.setenv("AMENT_PREFIX_PATH", os.pathsep.join((str(overlay), str(underlay))))
    assert resources.share_path("config/node.yaml").read_text() == "underlay"
    put(overlay, "overlay")
    assert resources.share_path(Path("config") / "node.yaml").read_text() == "overlay"


def test_missing_names_every_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path)
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path / "a"))
    with pytest.raises(InputError, match=r"config/none\.yaml") as caught:
        resources.share_path("config/none.yaml")
    assert caught.value.code is ErrorCode.INPUT_FILE
    assert str(tmp_path / "a") in caught.value.message and sys.prefix in caught.value.message


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret", "config/../../secret"])
def test_paths_outside_are_refused(path: str) -> None:
    with pytest.raises(InputError, match="not a path inside"):
        resources.share_path(path)
