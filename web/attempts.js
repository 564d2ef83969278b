// SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
// SPDX-License-Identifier: Apache-2.0
// Recorded attempts: the list, one of them as the report shows it, and the form to judge it.

const SOURCES = ["human", "physics", "stack"];

function make(tag, words = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  if (className) made.className = className;
  return made;
}

function chip(source, verdict) {
  const words = `${source === "human" ? "person" : source}: ${verdict.success ? "success" : verdict.reason.toLowerCase().replaceAll("_", " ")}`;
  const made = make("span", words, "pill");
  made.dataset.kind = verdict.success ? "good" : "bad";
  made.title = [verdict.notes, verdict.by, verdict.when].filter(Boolean).join(" · ");
  return made;
}

const when = (text) => (text ? new Date(text).toLocaleString([], { dateStyle: "short", timeStyle: "short" }) : "");

export class Attempts {
  // ask(fields): a promise of the console's answer
  constructor(byId, ask) {
    this.byId = byId;
    this.ask = ask;
    this.rows = [];
    this.parts = {};
    this.chosen = "";
    byId("attempts-read").onclick = () => ask({ do: "attempts" });
    byId("judge-form").onsubmit = (event) => this.judge(event);
    byId("judge-by").value = localStorage.getItem("judge") ?? "";
    byId("attempt-close").onclick = () => this.choose("");
    // the report must not keep the keys to itself: Esc is STOP
    addEventListener("blur", () => setTimeout(() => document.activeElement === byId("attempt-page") && byId("attempt-page").blur()));
    for (const name of ["judge-good", "judge-bad"]) byId(name).onchange = () => this.showForm();
  }

  // The newest list of the console.
  show(fact) {
    this.rows = fact.rows;
    const reasons = this.byId("judge-reason");
    if (reasons.options.length <= 1) {
      for (const [name, words] of Object.entries(fact.reasons)) reasons.append(new Option(`${name.toLowerCase().replaceAll("_", " ")}: ${words}`, name));
    }
    this.byId("attempts-read").disabled = !fact.there;
    const reading = fact.unread ? `reading ${fact.unread} recording${fact.unread > 1 ? "s" : ""} … ` : "";
    const none = !fact.unread && !fact.rows.length && !fact.problem ? `none read yet from ${fact.folder}` : "";
    this.byId("attempts-words").textContent = reading + none + fact.problem;
    this.byId("attempts-rows").replaceChildren(...fact.rows.map((row) => this.row(row)));
    this.showChosen();
  }

  row(row) {
    const made = document.createElement("tr");
    made.setAttribute("aria-selected", String(row.id === this.chosen));
    const open = make("button", row.instruction || row.attempt, "again");
    open.type = "button";
    open.onclick = () => this.choose(row.id === this.chosen ? "" : row.id);
    const said = document.createElement("td");
    for (const source of SOURCES) if (row.verdicts[source]) said.append(chip(source, row.verdicts[source]), " ");
    if (!row.verdicts.human) said.append(make("span", "not judged", "pill"));
    const name = document.createElement("td");
    name.append(open, make("small", [when(row.when), row.seconds === null ? "" : `${row.seconds.toFixed(1)} s`].filter(Boolean).join(" · "), "quiet"));
    made.append(name, said);
    return made;
  }

  // The newest pages of attempts that somebody opened.
  showParts(parts) {
    this.parts = parts;
    this.showChosen();
  }

  async choose(id) {
    this.chosen = id;
    this.shown = "";
    this.byId("judge-form").reset();
    this.byId("judge-by").value = localStorage.getItem("judge") ?? "";
    this.byId("judge-words").textContent = "";
    this.showForm();
    this.showSelected();
    this.showChosen();
    if (!id) return;
    this.byId("attempt").scrollIntoView({ block: "nearest" });
    await this.read(id);
  }

  async read(id) {
    const told = await this.ask({ do: "open", about: id });
    if (!told.ok && id === this.chosen) this.byId("attempt-words").textContent = told.words;
  }

  showSelected() {
    for (const [i, row] of [...this.byId("attempts-rows").children].entries()) row.setAttribute("aria-selected", String(this.rows[i]?.id === this.chosen));
  }

  showChosen() {
    const row = this.rows.find((one) => one.id === this.chosen);
    this.byId("attempt").hidden = !row;
    if (!row) return;
    this.byId("attempt-name").textContent = row.instruction || row.attempt;
    const part = this.parts[row.id];
    const key = JSON.stringify(part ?? null);
    if (key === this.shown) return;
    this.shown = key;
    this.byId("attempt-words").textContent = part ? part.problem : "reading the recording …";
    const page = this.byId("attempt-page");
    page.hidden = !part?.page;
    if (part?.page) page.src = part.page;
    this.byId("clips").replaceChildren(...(part?.clips ?? []).map((clip) => {
      const film = document.createElement("video");
      Object.assign(film, { src: clip.url, controls: true, muted: true, playsInline: true, preload: "metadata", title: clip.name, disablePictureInPicture: true });
      film.setAttribute("controlsList", "nofullscreen"); // Esc is STOP, and must not be spent on leaving a film
      return film;
    }));
  }

  showForm() {
    const bad = this.byId("judge-bad").checked;
    this.byId("judge-reason").hidden = !bad;
    this.byId("judge-reason").required = bad;
  }

  async judge(event) {
    event.preventDefault();
    const id = this.chosen;
    const by = this.byId("judge-by").value.trim();
    localStorage.setItem("judge", by);
    const verdict = this.byId("judge-good").checked ? "success" : this.byId("judge-reason").value;
    const told = await this.ask({ do: "judge", about: id, verdict, by, text: this.byId("judge-notes").value.trim() });
    this.byId("judge-words").dataset.kind = told.ok ? "good" : "bad";
    this.byId("judge-words").textContent = told.words;
    if (told.ok) await this.read(id);
  }
}
