// SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
// SPDX-License-Identifier: Apache-2.0
// The 3D view: arm, measured cloud, target, grasps, path and swept motion, and the plan that waits as a second, moving
// arm. It is loaded when it is first looked at; nothing on the page depends on it.

import { address } from "./link.js";
import { atBase, dispose, makeCloud, makeMarker, makeRobot } from "./scene_parts.js";
import * as THREE from "./vendor/three.js";

const FRAME_MS = 33; // least time between pictures, and most where drawing is slow: the page has more to do
const SLOWEST_MS = 500;
const SHARE = 5; // of the time, drawing gets one part
const HOLD_S = 0.8; // the playing plan rests at its end
const ARM = 0xdfe3ea;
const GHOST = 0xff9a1a;

export class Scene {
  // canvas: where it is drawn; token: of this page
  constructor(canvas, token) {
    this.canvas = canvas;
    this.token = token;
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: true, powerPreference: "low-power" });
    this.scene = new THREE.Scene();
    this.camera = new THREE.PerspectiveCamera(42, 4 / 3, 0.01, 30);
    this.camera.up.set(0, 0, 1);
    this.camera.position.set(1.75, -1.35, 1.1);
    this.controls = new THREE.OrbitControls(this.camera, canvas);
    this.controls.target.set(0.35, 0, 0.32);
    this.controls.addEventListener("change", () => (this.dirty = true));
    const grid = new THREE.GridHelper(2, 20, 0x5b6675, 0x39424e);
    grid.rotation.x = Math.PI / 2;
    const sun = new THREE.DirectionalLight(0xffffff, 1.6);
    sun.position.set(1, -2, 3);
    this.scene.background = new THREE.Color(0x171c23);
    this.scene.add(grid, new THREE.HemisphereLight(0xffffff, 0x46505e, 1.5), sun);
    this.facts = {};
    this.markers = [];
    this.waiting = "";
    this.playedAt = 0;
    this.problem = "";
    this.period = FRAME_MS;
    this.drew = 0; // when the last frame was drawn, until the next one comes
    canvas.dataset.drawn = 0;
  }

  // Begin to hear and draw; again after each loss of the connection.
  start() {
    if (this.running) return;
    this.running = true;
    this.connect();
    const tick = (now) => {
      if (!this.running) return;
      requestAnimationFrame(tick);
      this.pace(now);
      if (now - (this.at ?? 0) >= this.period) this.draw(now);
    };
    requestAnimationFrame(tick);
  }

  stop() {
    this.running = false;
    clearTimeout(this.again);
    if (this.socket) this.socket.onclose = null;
    this.socket?.close();
  }

  connect() {
    this.socket = new WebSocket(address("/scene"));
    this.socket.onopen = () => this.socket.send(JSON.stringify({ do: "hello", text: this.token }));
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.socket.onclose = () => (this.again = setTimeout(() => this.connect(), 1500));
  }

  hear(news) {
    Object.assign(this.facts, news);
    if (news.robot) this.setRobot(news.robot);
    if (news.joints) this.robot?.setJointValues(news.joints);
    if (news.markers) this.setMarkers(news.markers);
    if (news.cloud) this.setCloud(news.cloud);
    if ("plan" in news || news.robot || news.markers) this.setBase();
    this.dirty = true;
  }

  setRobot(fact) {
    for (const robot of [this.robot, this.ghost]) if (robot) dispose(robot);
    this.robot = this.ghost = null;
    this.problem = fact.problem;
    if (!fact.urdf) return;
    const changed = () => (this.dirty = true);
    try {
      this.robot = makeRobot(fact, ARM, 1, changed);
      this.ghost = makeRobot(fact, GHOST, 0.4, changed);
    } catch (error) {
      this.problem = `the robot description cannot be drawn: ${error.message}`;
      return;
    }
    this.ghost.visible = false;
    this.scene.add(this.robot, this.ghost);
    if (this.facts.joints) this.robot.setJointValues(this.facts.joints);
  }

  setBase() {
    const base = this.facts.plan?.base || this.facts.markers?.[0]?.base || this.facts.cloud?.base;
    for (const robot of [this.robot, this.ghost]) if (robot && base) atBase(robot, base);
  }

  setMarkers(markers) {
    for (const marker of this.markers) dispose(marker);
    this.markers = markers.map(makeMarker);
    this.scene.add(...this.markers);
    this.canvas.dataset.markers = [...new Set(this.markers.map((marker) => marker.name))].sort().join(" ");
  }

  setCloud(fact) {
    if (this.cloud) dispose(this.cloud);
    this.cloud = makeCloud(fact);
    this.scene.add(this.cloud);
    this.canvas.dataset.points = this.cloud.geometry.attributes.position.count;
  }

  // The look whose plan waits for a person; empty: none does.
  wait(look) {
    if (look !== this.waiting) this.playedAt = 0;
    this.waiting = look;
  }

  // Without a GPU a picture takes long, and the frame after it is late: then there are fewer of them.
  pace(now) {
    if (this.drew) this.period = Math.min(Math.max(FRAME_MS, SHARE * (now - this.drew - 17)), SLOWEST_MS);
    this.drew = 0;
  }

  play(now) {
    const plan = this.facts.plan;
    const plays = Boolean(this.ghost && plan && this.waiting && plan.look === this.waiting && plan.times.length > 1);
    if (this.ghost && this.ghost.visible !== plays) {
      this.ghost.visible = plays;
      this.dirty = true;
    }
    this.canvas.dataset.plays = plays;
    if (!plays) return;
    this.playedAt ||= now;
    const whole = plan.times.at(-1) + HOLD_S;
    const at = ((now - this.playedAt) / 1000) % whole;
    const next = Math.max(1, plan.times.findIndex((time) => time > at));
    const last = at >= plan.times.at(-1);
    const [before, after] = last ? [plan.positions.at(-1), plan.positions.at(-1)] : [plan.positions[next - 1], plan.positions[next]];
    const share = last ? 0 : (at - plan.times[next - 1]) / Math.max(plan.times[next] - plan.times[next - 1], 1e-6);
    if (this.facts.joints) this.ghost.setJointValues(this.facts.joints);
    for (const [i, name] of plan.names.entries()) this.ghost.setJointValue(name, before[i] + (after[i] - before[i]) * share);
    this.dirty = true;
  }

  draw(now) {
    this.at = now;
    this.play(now);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    const ratio = Math.min(devicePixelRatio, 2);
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.renderer.setPixelRatio(ratio);
      this.renderer.setSize(width, height, false);
      this.camera.aspect = width / height;
      this.camera.updateProjectionMatrix();
      this.dirty = true;
    }
    if (!this.dirty) return;
    this.dirty = false;
    this.renderer.render(this.scene, this.camera);
    this.drew = now;
    this.canvas.dataset.drawn = Number(this.canvas.dataset.drawn) + 1;
  }

  get words() {
    if (this.problem) return this.problem;
    return this.robot ? "" : "no arm: nothing is heard on robot_description";
  }
}
