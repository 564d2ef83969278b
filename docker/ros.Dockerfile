# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
# The nodes on ROS 2 Jazzy with MoveIt, as docs/bringup.md installs them. From the repository's root:
#     docker build -f docker/ros.Dockerfile --build-arg UID=$(id -u) -t vla_r1_ros .
FROM ros:jazzy-ros-base-noble

SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV DEBIAN_FRONTEND=noninteractive

# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libegl1 libgl1 python3-colcon-common-extensions python3-rosdep python3-venv \
        ros-jazzy-moveit ros-jazzy-moveit-py ros-jazzy-moveit-resources-panda-moveit-config \
    && rm -rf /var/lib/apt/lists/*

# Before the sources, so that a changed line of code installs nothing anew.
COPY package.xml /ws/src/vla_r1_ros/
RUN apt-get update && rosdep update --rosdistro jazzy \
    && rosdep install --from-paths /ws/src --ignore-src --rosdistro jazzy -y \
    && rm -rf /var/lib/apt/lists/*

COPY requirements/jazzy.txt /tmp/jazzy.txt
RUN python3 -m venv --system-site-packages /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps -r /tmp/jazzy.txt

WORKDIR /ws
COPY setup.py setup.cfg LICENSE README.md src/vla_r1_ros/
COPY resource src/vla_r1_ros/resource
COPY launch src/vla_r1_ros/launch
COPY config src/vla_r1_ros/config
COPY models src/vla_r1_ros/models
COPY web src/vla_r1_ros/web
COPY docs/errors.md src/vla_r1_ros/docs/
COPY vla_r1_ros src/vla_r1_ros/vla_r1_ros
RUN . /opt/ros/jazzy/setup.bash && /opt/venv/bin/python -m colcon build --packages-select vla_r1_ros

# The user id of those who run camera and robot drivers: shared memory of DDS is refused to another one.
ARG UID=1000
RUN if old=$(getent passwd "$UID" | cut -d: -f1) && [ -n "$old" ]; then userdel --remove "$old"; fi \
    && useradd --create-home --uid "$UID" --shell /bin/bash vla \
    && install -d -o vla /recordings
COPY --chmod=755 docker/entrypoint.sh /usr/local/bin/vla-r1-entrypoint
USER vla
WORKDIR /home/vla
VOLUME /recordings

HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8090/', timeout=5)"]
ENTRYPOINT ["vla-r1-entrypoint"]
CMD ["ros2", "launch", "--noninteractive", "vla_r1_ros", "bringup.launch.py", "record_dir:=/recordings"]
