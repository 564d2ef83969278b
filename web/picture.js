// SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
// SPDX-License-Identifier: Apache-2.0
// The camera picture, and the decision drawn over it.

import { Pictures } from "./link.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const START = [60, 200, 255];
const END = [255, 70, 160];

function element(name, attributes) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const between = (share) => `rgb(${START.map((from, i) => Math.round(from + (END[i] - from) * share)).join(",")})`;

export class Picture {
  constructor(byId) {
    this.canvas = byId("canvas");
    this.svg = byId("drawn");
    this.note = byId("picture-note");
    this.facts = byId("picture-facts");
    this.buttons = { live: byId("view-live"), seen: byId("view-seen"), scene: byId("view-scene") };
    this.sceneCanvas = byId("scene");
    this.sceneKey = byId("scene-key");
    this.view = "live";
    this.times = [];
    this.decision = null;
    for (const [view, button] of Object.entries(this.buttons)) button.onclick = () => this.show(view);
  }

  start(token) {
    this.token = token;
    this.pictures?.close();
    if (this.view === "scene") return;
    this.pictures = new Pictures(token, this.view, (frame) => this.draw(frame));
  }

  show(view) {
    this.view = view;
    for (const [name, button] of Object.entries(this.buttons)) button.setAttribute("aria-pressed", String(name === view));
    this.times = [];
    this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.shown = false;
    const scene = view === "scene";
    this.canvas.hidden = scene;
    this.sceneCanvas.hidden = this.sceneKey.hidden = !scene;
    this.redraw();
    if (scene) {
      this.pictures?.close();
      this.pictures = null;
      this.showScene();
      return;
    }
    this.scene?.stop();
    if (this.pictures) this.pictures.show(view);
    else if (this.token !== undefined) this.start(this.token);
  }

  async showScene() {
    try {
      const { Scene } = await import("./scene.js");
      this.scene ??= new Scene(this.sceneCanvas, this.token);
      this.scene.wait(this.waiting ?? "");
      if (this.view === "scene") this.scene.start();
    } catch (error) {
      this.sceneProblem = `no 3D in this browser: ${error.message}`;
    }
  }

  // The look whose plan waits for a person.
  wait(look) {
    this.waiting = look;
    this.scene?.wait(look);
  }

  draw(frame) {
    if (this.canvas.width !== frame.bitmap.width || this.canvas.height !== frame.bitmap.height) {
      this.canvas.width = frame.bitmap.width;
      this.canvas.height = frame.bitmap.height;
    }
    this.canvas.getContext("2d").drawImage(frame.bitmap, 0, 0);
    this.shown = true;
    const size = `${frame.width}x${frame.height}`;
    if (this.size !== size) {
      this.size = size;
      this.redraw();
    }
    this.times.push(performance.now());
    if (this.times.length > 31) this.times.shift();
    this.delay = Date.now() - frame.arrived;
    this.canvas.dataset.frames = Number(this.canvas.dataset.frames ?? 0) + 1;
    this.canvas.dataset.delay = this.delay.toFixed(1);
  }

  decide(decision) {
    this.decision = decision;
    this.redraw();
  }

  redraw() {
    this.svg.replaceChildren();
    if (!this.decision || !this.size || this.view !== "live") return;
    const [width, height] = this.size.split("x").map(Number);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const unit = Math.min(width, height) / 480;
    const { box, path } = this.decision;
    if (path) this.drawPath(path.map(([x, y]) => [x * width, y * height]), unit);
    if (box) this.drawBox([(box[0] - box[2] / 2) * width, (box[1] - box[3] / 2) * height, box[2] * width, box[3] * height], unit);
  }

  drawBox([x, y, width, height], unit) {
    const place = { x, y, width, height, fill: "none", rx: 2 * unit };
    this.svg.append(element("rect", { ...place, class: "halo", "stroke-width": 5.5 * unit }));
    this.svg.append(element("rect", { ...place, class: "box", "stroke-width": 2.5 * unit }));
    const score = this.decision.score < 1 ? ` ${this.decision.score.toFixed(2)}` : "";
    const above = y > 20 * unit;
    const text = element("text", { x, y: above ? y - 6 * unit : y + height + 16 * unit, "font-size": 15 * unit, "stroke-width": 4 * unit });
    text.textContent = `${this.decision.label}${score}`;
    this.svg.append(text);
  }

  drawPath(points, unit) {
    const line = points.map((point) => point.join(",")).join(" ");
    this.svg.append(element("polyline", { points: line, class: "halo", fill: "none", "stroke-width": 6.5 * unit }));
    for (let i = 1; i < points.length; i++) {
      const [[x1, y1], [x2, y2]] = [points[i - 1], points[i]];
      this.svg.append(element("line", { x1, y1, x2, y2, stroke: between((i - 0.5) / (points.length - 1)), "stroke-width": 3.5 * unit, "stroke-linecap": "round" }));
    }
    for (const [i, [cx, cy]] of points.entries()) {
      const end = i === points.length - 1;
      this.svg.append(element("circle", { cx, cy, r: (end ? 7 : 4) * unit, class: "point", "stroke-width": 1.5 * unit, fill: between(i / (points.length - 1)) }));
    }
  }

  // Called a few times a second: what is said under and over the picture.
  refresh(camera, now, connected) {
    const age = camera?.at == null ? null : now - camera.at;
    const live = this.view === "live";
    let note = "";
    if (!connected) note = "no connection";
    else if (camera?.refusal && live) note = camera.refusal;
    else if (live && age === null) note = `nothing comes on ${camera?.topic ?? "image"}`;
    else if (live && age > 1.5) note = `the camera is silent for ${age.toFixed(1)} s`;
    else if (this.view === "scene") note = this.sceneProblem ?? "";
    else if (!live && !this.shown) note = "the model has not looked yet";
    this.note.textContent = note;
    this.canvas.classList.toggle("old", note !== "");
    const recent = this.times.filter((time) => performance.now() - time < 1500);
    const rate = recent.length > 1 ? (recent.length - 1) / ((recent.at(-1) - recent[0]) / 1000) : 0;
    this.facts.textContent = this.view === "scene" ? (this.scene?.words ?? "") : live && rate && connected ? `${rate.toFixed(0)} Hz` : "";
  }
}
