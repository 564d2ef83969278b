# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from vla_r1_ros.cli.bench_transport import configured_environment, measure
from vla_r1_ros.ros import transport
from vla_r1_ros.ros.transport import transport_environment


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder on a disk with room, in place of /dev/shm."""
    monkeypatch.setattr(transport, "SHARED_MEMORY_NEEDED_BYTES", 1)
    return tmp_path


def test_shipped_profile_is_a_file_with_room_for_frames(memory: Path) -> None:
    (path,) = transport_environment({}, memory).values()
    root = ElementTree.parse(path).getroot()
    tag = "{http://www.eprosima.com/XMLSchemas/fastRTPS_Profiles}"
    (size,) = (int(element.text or 0) for element in root.iter(f"{tag}segment_size"))
    assert size >= 8 * 640 * 480 * (3 + 4)
    assert {element.text for element in root.iter(f"{tag}type")} == {"SHM", "UDPv4"}
    assert root.find(f".//{tag}participant").get("is_default_profile") == "true"


@pytest.mark.parametrize(("distro", "variable"), [
    ("jazzy", "FASTRTPS_DEFAULT_PROFILES_FILE"), ("kilted", "FASTDDS_DEFAULT_PROFILES_FILE"),
    ("rolling", "FASTDDS_DEFAULT_PROFILES_FILE"),
])  # fmt: skip
def test_the_variable_is_the_one_that_this_fast_dds_reads(distro: str, variable: str, memory: Path) -> None:
    assert list(transport_environment({"ROS_DISTRO": distro}, memory)) == [variable]


@pytest.mark.parametrize("environment", [
    {"RMW_IMPLEMENTATION": "rmw_cyclonedds_cpp"},
    {"FASTDDS_DEFAULT_PROFILES_FILE": "/mine.xml"},
    {"FASTRTPS_DEFAULT_PROFILES_FILE": "/mine.xml"},
    {"FASTDDS_BUILTIN_TRANSPORTS": "UDPv4"},
])
def test_the_users_choice_stays(environment: dict[str, str], memory: Path) -> None:
    assert transport_environment(environment, memory) == {}


def test_named_default_middleware_is_configured(memory: Path) -> None:
    assert transport_environment({"RMW_IMPLEMENTATION": "rmw_fastrtps_cpp"}, memory)


def test_small_or_missing_shared_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert list(transport_environment({}, tmp_path / "none")) == ["FASTDDS_BUILTIN_TRANSPORTS"]
    monkeypatch.setattr(transport, "SHARED_MEMORY_NEEDED_BYTES", 2**70)
    local = transport_environment({"ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST", "ROS_DISTRO": "kilted"}, tmp_path)
    assert local["FASTDDS_BUILTIN_TRANSPORTS"].startswith("LARGE_DATA?")
    assert local["ROS_AUTOMATIC_DISCOVERY_RANGE"] == "SYSTEM_DEFAULT"
    profile = Path(local["FASTDDS_DEFAULT_PROFILES_FILE"]).read_text()  # what keeps other machines out in its stead
    assert "<ignoreParticipantFlags>FILTER_DIFFERENT_HOST<" in profile and 'is_default_profile="true"' in profile
    wide = transport_environment({"ROS_AUTOMATIC_DISCOVERY_RANGE": "SUBNET"}, tmp_path)
    assert list(wide) == ["FASTDDS_BUILTIN_TRANSPORTS"]


def test_configurations_do_not_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTDDS_BUILTIN_TRANSPORTS", "UDPv4")
    assert "FASTDDS_BUILTIN_TRANSPORTS" not in configured_environment("default")
    assert "LARGE_DATA" in configured_environment("small")["FASTDDS_BUILTIN_TRANSPORTS"]


@pytest.mark.slow
@pytest.mark.parametrize("configuration", ["shipped", "small"])
def test_no_frame_is_lost(configuration: str) -> None:
    for stream, figures in measure(configuration, rate_hz=30.0, frames=150).items():
        assert (stream, figures.sent, figures.lost) == (stream, 150, 0)


@pytest.mark.slow
def test_measurement_sees_the_loss_of_the_default() -> None:
    """Proof that the measurement can fail: Fast DDS as it ships does lose frames of this size."""
    assert sum(figures.lost for figures in measure("default", rate_hz=30.0, frames=150).values()) > 0
