// SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
// SPDX-License-Identifier: Apache-2.0
// What the page shows and what its buttons and keys do.

import { Attempts } from "./attempts.js";
import { Link } from "./link.js";
import { Picture } from "./picture.js";

const byId = (id) => document.getElementById(id);
const facts = {}; // the newest of each kind, as the server tells it
const GOOD = new Set(["done", "ready"]);
const BAD = new Set(["failed", "stopped", "refused"]);
const SETTLE_MS = 400; // a plan that has only just come up cannot be approved by a press meant for something else
const SILENT_ROW_S = 3.5;
let waitingLook = "";
let waitingSince = 0;
let saidIndex = -1;
let enableWords = "";

const stopBar = byId("stop-words");
const picture = new Picture(byId);
const link = new Link({ state: showLink, message: hear, enable: (why) => (enableWords = why ?? "") });
const attempts = new Attempts(byId, (fields) => link.ask(fields));

function make(tag, words, className) {
  const made = document.createElement(tag);
  made.textContent = words;
  if (className) made.className = className;
  return made;
}

function age(seconds) {
  if (!(seconds >= 0.05)) return "now";
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${seconds.toFixed(0)} s`;
  if (seconds < 5400) return `${(seconds / 60).toFixed(0)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function pill(id, words, kind) {
  const made = byId(id);
  if (made.textContent !== words) made.textContent = words;
  made.dataset.kind = kind;
}

function showLink(state, words) {
  document.body.dataset.link = state;
  byId("token-form").hidden = state !== "token";
  if (state === "open") {
    picture.start(link.token);
    link.ask({ do: "attempts" });
  }
  if (state === "token" && words) byId("token").setCustomValidity("");
  if (state === "lost" && words) byId("lost").dataset.why = words;
  refresh();
}

function hear(parts) {
  facts.holder = parts.holder;
  facts.ended = parts.ended;
  for (const [kind, fact] of Object.entries(parts.news ?? {})) {
    facts[kind] = fact;
    show[kind]?.(fact);
  }
  if (parts.news || parts.answers) refresh();
}

const show = {
  task(task) {
    if (task.waiting !== waitingLook) {
      waitingLook = task.waiting;
      waitingSince = performance.now();
      byId("answer-words").textContent = "";
      picture.wait(waitingLook);
    }
  },
  decision: (decision) => picture.decide(decision),
  attempts: (fact) => attempts.show(fact),
  parts: (parts) => attempts.showParts(parts),
  reasoning(text) {
    const place = byId("reasoning");
    const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 30;
    place.textContent = text;
    if (atEnd) place.scrollTop = place.scrollHeight;
  },
  said(entries) {
    saidIndex = -1;
    byId("history").replaceChildren(...entries.toReversed().slice(0, 8).map((entry) => {
      const row = document.createElement("li");
      const again = make("button", entry.text, "again");
      again.type = "button";
      again.title = "put it into the field";
      again.onclick = () => {
        byId("words").value = entry.text;
        byId("words").focus();
      };
      const end = entry.end ? entry.end + (entry.code ? ` ${entry.code}` : "") : "…";
      row.append(again, make("span", end, `end ${entry.end}`));
      return row;
    }));
  },
  lines(lines) {
    byId("lines").replaceChildren(...lines.toReversed().map((line) => {
      const row = document.createElement("tr");
      row.className = line.code ? "bad" : "";
      const ago = make("td", "", "ago");
      ago.dataset.at = line.at;
      const words = make("td", line.stage);
      if (line.code) words.append(make("small", `${line.code} ${line.code_name}: ${line.reason}`));
      row.append(ago, make("td", line.source.replace(/_node$/, ""), "quiet"), words);
      return row;
    }));
  },
  health(rows) {
    byId("rows").replaceChildren(...rows.map((row) => {
      const item = document.createElement("li");
      item.dataset.level = row.level;
      item.dataset.at = row.at;
      item.append(make("b", row.name), make("span", row.message), make("time", ""));
      return item;
    }));
  },
};

function showTask(now) {
  const task = facts.task;
  if (!task) return;
  const idle = !task.stage;
  byId("instruction").textContent = task.instruction || (idle ? "Nothing was said yet." : "…");
  const kind = task.waiting ? "wait" : GOOD.has(task.stage) ? "good" : BAD.has(task.stage) ? "bad" : task.ended || idle ? "" : "busy";
  const stage = byId("stage");
  stage.dataset.kind = kind;
  const name = task.waiting ? "waits for your answer" : (task.stage || "idle").replaceAll("_", " ");
  stage.replaceChildren(make("strong", name), make("span", idle ? "" : age(now - task.since), "quiet"));
  const pairs = idle ? [] : [
    ["step", task.steps ? `${task.step + 1} of ${task.steps}` : `${task.step + 1}`], ["look", `try ${task.try}`],
    ["by", task.source.replace(/_node$/, "")], ["code", task.code ? `${task.code} ${task.code_name}` : "none"],
  ];
  byId("facts").replaceChildren(...pairs.map(([key, value]) => {
    const pair = document.createElement("div");
    pair.append(make("dt", key), make("dd", value));
    return pair;
  }));
  byId("reason").replaceChildren(make("span", task.reason), make("small", task.advice ? `→ ${task.advice}` : ""));
}

function showMotion(open) {
  const planner = facts.planner ?? {};
  const fresh = planner.at !== undefined && link.now() - planner.at < SILENT_ROW_S;
  const arm = !open ? ["arm unknown", ""] : !planner.there ? ["planner not there", "bad"] : !fresh ? ["arm unknown", "bad"]
    : planner.stopped ? ["STOPPED", "bad"] : planner.moving ? ["busy", "busy"] : ["ready", "good"];
  pill("arm", ...arm);
  const needless = open && planner.require_enable === false;
  const enabled = open && link.mine;
  pill("enabled", enabled ? "motion enabled here" : facts.holder && open ? `enabled by ${facts.holder}`
    : needless ? "enable not asked for" : "motion off", enabled ? "wait" : "");
  const enable = byId("enable");
  enable.setAttribute("aria-checked", String(enabled));
  enable.firstElementChild.textContent = enabled ? "Motion is enabled" : "Enable motion";
  enable.disabled = !open;
  byId("reset").disabled = !open;
  byId("reset").classList.toggle("wanted", open && fresh && planner.stopped === true);
  byId("cancel").disabled = !open;
  byId("send").disabled = !open;
  const off = enableWords ? `Motion is off: ${enableWords}. ` : "";
  byId("motion-words").textContent = needless ? "planner_node asks for no enable heartbeat."
    : enabled ? "The arm may move while this page is open and in front. Off stops it and latches."
    : `${off}${open && planner.stopped ? "Reset releases the stop; nothing resumes by itself." : ""}`;
  const asked = open && waitingLook !== "";
  const settled = performance.now() - waitingSince > SETTLE_MS;
  for (const id of ["approve", "reject"]) byId(id).disabled = !(asked && settled);
  byId("decide").classList.toggle("asks", asked);
  const words = byId("answer-words");
  if (asked && !words.textContent) words.textContent = "Look at box and path, and at the plan in 3D, then answer.";
  else if (!asked && planner.require_approval === false && !words.textContent) words.textContent = "planner_node asks for no approval.";
}

function refresh() {
  const open = link.state === "open";
  const now = link.now();
  const words = { open: "connected", connecting: "connecting", lost: "connection lost", token: "token needed" };
  pill("link", words[link.state], open ? "good" : link.state === "connecting" ? "" : "bad");
  const lost = byId("lost");
  lost.hidden = link.state !== "lost";
  if (!lost.hidden) {
    lost.textContent = `Connection lost ${age(link.silence() / 1000)} ago: ${lost.dataset.why}. Motion is no longer `
      + "enabled from this page, and what is shown is old. STOP may not get through: use the emergency stop.";
  }
  showTask(open ? now : now - Math.max(0, link.silence() / 1000));
  showMotion(open);
  picture.refresh(facts.camera, now, open);
  for (const cell of document.querySelectorAll("#lines .ago")) cell.textContent = age(now - cell.dataset.at);
  let bad = 0;
  for (const item of byId("rows").children) {
    const silent = now - item.dataset.at;
    item.classList.toggle("silent", silent > SILENT_ROW_S);
    item.lastElementChild.textContent = age(silent);
    bad += item.dataset.level !== "ok" || silent > SILENT_ROW_S;
  }
  byId("health-sum").textContent = facts.health?.length ? (bad ? `${bad} of ${facts.health.length} want a look` : `all ${facts.health.length} well`) : "nothing heard";
}

async function stop() {
  stopBar.dataset.kind = "busy";
  stopBar.textContent = "stopping …";
  const answer = await link.stop();
  stopBar.dataset.kind = answer.ok ? "good" : "bad";
  stopBar.textContent = answer.words;
  refresh();
}

async function answer(yes) {
  if (byId(yes ? "approve" : "reject").disabled) return;
  const words = byId("answer-words");
  words.textContent = yes ? "approving …" : "rejecting …";
  const told = await link.ask({ do: yes ? "approve" : "reject", text: waitingLook });
  words.textContent = told.ok ? (yes ? "approved" : "rejected") : told.words;
}

async function ask(name, place) {
  const told = await link.ask({ do: name });
  byId(place).textContent = told.words;
  enableWords = told.words.replace(/\.$/, "");
  if (name === "reset" && told.ok) {
    enableWords = "";
    stopBar.dataset.kind = "";
    stopBar.textContent = "Stop released. Nothing resumes by itself.";
  }
}

async function toggleEnable() {
  if (link.mine || link.wantsEnable) {
    link.disable("switched off on the page");
    return;
  }
  enableWords = "";
  const told = await link.enable();
  if (!told.ok) enableWords = told.words;
  refresh();
}

async function say(event) {
  event.preventDefault();
  const field = byId("words");
  const words = field.value.trim();
  if (!words || byId("send").disabled) return;
  const told = await link.ask({ do: "say", text: words });
  byId("say-words").textContent = told.ok ? "" : told.words;
  if (told.ok) field.value = "";
}

function browse(event) {
  const entries = (facts.said ?? []).map((entry) => entry.text).toReversed();
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!step || !entries.length) return;
  event.preventDefault();
  saidIndex = Math.min(Math.max(saidIndex + step, -1), entries.length - 1);
  byId("words").value = entries[saidIndex] ?? "";
}

const typing = (target) => target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== "radio");
const isStopKey = (event) => event.key === "Escape" || (event.key === " " && !typing(event.target));

function pressed(event) {
  if (isStopKey(event)) {
    event.preventDefault();
    if (!event.repeat) stop();
    return;
  }
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const keys = { a: () => answer(true), x: () => answer(false), e: toggleEnable, r: () => ask("reset", "motion-words"), "/": () => byId("words").focus() };
  const act = keys[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    act();
  }
}

byId("stop-form").onsubmit = (event) => event.preventDefault();
byId("stop").onpointerdown = stop; // at the press, not at its release
byId("stop").onclick = (event) => event.detail === 0 && stop(); // by a screen reader or Enter
byId("approve").onclick = () => answer(true);
byId("reject").onclick = () => answer(false);
byId("enable").onclick = toggleEnable;
byId("reset").onclick = () => ask("reset", "motion-words");
byId("cancel").onclick = () => ask("cancel", "motion-words");
byId("say-form").onsubmit = say;
byId("words").onkeydown = browse;
byId("token-form").onsubmit = (event) => {
  event.preventDefault();
  link.useToken(byId("token").value.trim());
};
addEventListener("keydown", pressed, true);
addEventListener("keyup", (event) => event.key === " " && !typing(event.target) && event.preventDefault(), true);
setInterval(refresh, 250);
