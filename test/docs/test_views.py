# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The RViz and Foxglove files name what the nodes have, with types that the panels show and QoS that they can hear."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
RVIZ = ROOT / "config/rviz/vla_r1.rviz"
FOXGLOVE = ROOT / "config/foxglove/vla_r1.json"
#: What a display of RViz takes (rviz_default_plugins of Jazzy), by the property that names the topic.
DISPLAYS = {
    ("MarkerArray", "Topic"): "visualization_msgs/msg/MarkerArray",
    ("Path", "Topic"): "nav_msgs/msg/Path",
    ("PointCloud2", "Topic"): "sensor_msgs/msg/PointCloud2",
    ("Image", "Topic"): "sensor_msgs/msg/Image",
    ("RobotModel", "Description Topic"): "std_msgs/msg/String",
    ("DepthCloud", "Depth Map Topic"): "sensor_msgs/msg/Image",
    ("DepthCloud", "Color Image Topic"): "sensor_msgs/msg/Image",
}
#: What Foxglove's 3D panel draws of the types that the stack has.
DRAWN = {"visualization_msgs/msg/MarkerArray", "nav_msgs/msg/Path", "sensor_msgs/msg/PointCloud2",
         "sensor_msgs/msg/Image", "sensor_msgs/msg/CameraInfo", "std_msgs/msg/String"}  # fmt: skip
#: Of the robot's driver, and of the client library in each node.
FOREIGN = {"robot_description": "std_msgs/msg/String", "rosout": "rcl_interfaces/msg/Log"}
#: Nobody looks at these: read by programs, or shown through another topic.
UNSEEN = {"/clock", "/tf", "/tf_static", "sim_node/referee", "camera_info",
          "calibration"}  # it says the same on /diagnostics, which is shown


def types(graph: list[Any]) -> dict[str, str]:
    """Type of each topic, by its name as seen without a namespace."""
    found = dict(FOREIGN)
    for end in graph:
        if end.kind in ("publisher", "subscription"):
            assert found.setdefault(end.name.lstrip("/"), end.type) == end.type, end
    return found


def services(graph: list[Any]) -> dict[str, str]:
    return {end.name: end.type for end in graph if end.kind == "service"}


def displays() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load(RVIZ.read_text())["Visualization Manager"]["Displays"]
    return listed


def rviz_topics() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Class, property, topic without its slash, QoS where the display has it."""
    for display in displays():
        kind = display["Class"].removeprefix("rviz_default_plugins/")
        for name, value in display.items():
            if name.endswith("Topic"):
                topic = value["Value"] if isinstance(value, dict) else value
                yield kind, name, topic.removeprefix("/"), value if isinstance(value, dict) else {}


def test_every_topic_of_rviz_exists_with_the_type_that_the_display_takes(graph: list[Any]) -> None:
    known = types(graph)
    named = list(rviz_topics())
    assert {topic for _, _, topic, _ in named} >= {"markers", "trajectory", "obstacles", "overlay", "image"}
    for kind, name, topic, _ in named:
        assert known.get(topic) == DISPLAYS[kind, name], f"{kind}: {topic}"


def test_rviz_hears_every_publisher(graph: list[Any]) -> None:
    """A latched topic asked for as volatile comes once and is gone; a best-effort one asked for as reliable never."""
    for kind, _, topic, asked in rviz_topics():
        for end in graph:
            if end.kind == "publisher" and end.name == topic and asked:
                assert end.qos == "LATCHED", end
                assert asked["Durability Policy"] == "Transient Local", kind
                assert asked["Reliability Policy"] == "Reliable", kind
        if topic == "image" and asked:
            assert (asked["Durability Policy"], asked["Reliability Policy"]) == ("Volatile", "Best Effort")


def test_rviz_shows_every_namespace_of_the_markers() -> None:
    (display,) = (one for one in displays() if one["Class"].endswith("/MarkerArray"))
    code = (ROOT / "vla_r1_ros/ros/markers.py").read_text()
    drawn = set(re.findall(r'make\(Marker\.\w+, "(\w+)"', code))
    assert drawn and set(display["Namespaces"]) == drawn


def test_the_displays_of_rviz_are_of_every_installation() -> None:
    """No plugin that `ros-jazzy-rviz2` does not bring."""
    classes = {display["Class"] for display in displays()}
    assert {name.split("/")[0] for name in classes} == {"rviz_default_plugins"}
    text = RVIZ.read_text()
    assert set(re.findall(r"Class: (\w+)/", text)) == {"rviz_default_plugins", "rviz_common"}


def panels() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(FOXGLOVE.read_text())["configById"]
    return found


def foxglove_topics() -> Iterator[tuple[str, str, str]]:
    """Panel, topic without its slash, and the rest of a message path."""
    for panel, config in panels().items():
        for path in _paths(panel, config):
            topic, _, rest = path.removeprefix("/").partition(".")
            yield panel, topic, rest


def _paths(panel: str, config: dict[str, Any]) -> Iterator[str]:
    kind = panel.partition("!")[0]
    if kind == "3D":
        yield from config["topics"]
        yield from (one["cameraInfoTopic"] for one in config["topics"].values() if "cameraInfoTopic" in one)
    elif kind == "Image":
        yield from config["imageMode"].values()
    elif kind in ("StateTransitions", "Plot"):
        yield from (path["value"] for path in config["paths"])
    elif kind in ("RawMessages", "DiagnosticSummary", "RosOut", "Publish"):
        yield config.get("topicPath") or config.get("topicToRender") or config["topicName"]
    else:
        assert kind in ("CallService", "Tab"), panel  # of those that Foxglove and Lichtblick both have


def _field(kind: str, path: str) -> str:
    """Follow a message path through the definitions; what it ends at. Slices and filters are those of lists."""
    from vla_r1_ros.ros.schemas import message_class

    for part in re.sub(r"\{[^}]*\}", "", path).split(".") if path else ():
        name, bracket, _ = part.partition("[")
        kind = message_class(kind).get_fields_and_field_types()[name]
        assert bool(bracket) == kind.startswith("sequence<"), (path, kind)
        kind = re.sub(r"^sequence<(.*)>$", r"\1", kind)
        kind = re.sub(r"^([a-z_0-9]+)/(\w+)$", r"\1/msg/\2", kind)
    return kind


def test_every_topic_and_message_path_of_foxglove_exists(graph: list[Any]) -> None:
    known = types(graph)
    for panel, topic, rest in foxglove_topics():
        assert topic in known, f"{panel}: {topic}"
        assert _field(known[topic], rest), panel
        if panel.startswith("3D!"):
            assert known[topic] in DRAWN, f"{panel}: {topic}"
        if panel.startswith("Image!"):
            assert known[topic] in ("sensor_msgs/msg/Image", "sensor_msgs/msg/CameraInfo"), f"{panel}: {topic}"


def test_a_message_path_that_is_none_is_noticed() -> None:
    with pytest.raises(KeyError):
        _field("std_msgs/msg/String", "words")


def test_foxglove_publishes_and_calls_what_the_nodes_take(graph: list[Any]) -> None:
    known = types(graph)
    served = services(graph)
    called = {}
    for panel, config in panels().items():
        if panel.startswith("Publish!"):
            assert known[config["topicName"].removeprefix("/")] == config["datatype"]
            assert list(json.loads(config["value"])) == ["data"]
            assert any(end.kind == "subscription" and f"/{end.name}" == config["topicName"] for end in graph)
        if panel.startswith("CallService!"):
            called[config["serviceName"].removeprefix("/")] = config
            assert config["requestPayload"] == "{}" and not config["editingMode"]
    assert set(called) == set(served) - {"planner_node/cancel", "sim_node/load"}  # vla_node/cancel ends the motion too
    assert {served[name] for name in called} == {"std_srvs/srv/Trigger"}


def test_foxglove_places_every_panel_once() -> None:
    layout = json.loads(FOXGLOVE.read_text())
    placed: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, str):
            placed.append(node)
            for tab in layout["configById"][node].get("tabs", ()):
                walk(tab["layout"])
        else:
            assert set(node) == {"direction", "first", "second", "splitPercentage"}
            assert node["direction"] in ("row", "column") and 0 < node["splitPercentage"] < 100
            walk(node["first"])
            walk(node["second"])

    walk(layout["layout"])
    assert sorted(placed) == sorted(layout["configById"])
    assert set(layout) == {"configById", "globalVariables", "userNodes", "playbackConfig", "layout"}


def test_foxglove_panels_have_their_title_in_lichtblick_too() -> None:
    for panel, config in panels().items():
        assert panel.startswith("Tab!") or config["lichtblickPanelTitle"] == config["foxglovePanelTitle"], panel


def test_stop_is_behind_no_tab() -> None:
    layout = json.loads(FOXGLOVE.read_text())["layout"]
    assert '"CallService!stop"' in json.dumps(layout)


def test_foxglove_times_messages_as_the_player_does() -> None:
    """A stamp of the simulator counts from 0: by it a recording would be plotted decades before its beginning."""
    timed = [path for config in panels().values() for path in config.get("paths", ())]
    assert timed and {path["timestampMethod"] for path in timed} == {"receiveTime"}


def test_everything_that_the_stack_says_is_in_the_layout(graph: list[Any]) -> None:
    said = {end.name.removeprefix("/") for end in graph if end.kind == "publisher"} - {n.strip("/") for n in UNSEEN}
    shown = {topic for _, topic, _ in foxglove_topics()}
    assert said <= shown, said - shown


def test_the_page_names_every_topic_of_rviz() -> None:
    page = (ROOT / "docs/views.md").read_text()
    for _, _, topic, _ in rviz_topics():
        assert f"`{topic}`" in page, topic
