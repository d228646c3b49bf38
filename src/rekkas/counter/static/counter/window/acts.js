// The journal as the clerk reads it: each act and what became of it, sent again by hand, saved as a file.

import { journalRow } from "./rows.js";
import { money, say } from "./words.js";

const $ = (id) => document.getElementById(id);

export class ActsShown {
  constructor(desk) {
    this.desk = desk;
    $("journal-send").addEventListener("click", () => desk.post.send().then(() => this.show()));
    $("journal-export").addEventListener("click", () => this.save());
    document.querySelector("[data-opens=journal]").addEventListener("click", () => this.show());
    document.addEventListener("keydown", (event) => {
      if (!event.altKey || event.code !== "KeyJ") return;
      event.preventDefault();
      this.show();
      $("journal").showModal();
    });
  }

  async show() {
    const acts = (await this.desk.journal.acts()).reverse();
    const { offline_hours, offline_acts, offline, offline_total } = this.desk.sheet.rules;
    $("journal-rules").textContent = say("journal-rules", {
      hours: offline_hours, acts: offline_acts, total: offline_total ? money(offline_total) : "–",
      services: offline.map((one) => say(`service-${one.service}`) + (one.at_most ? ` (${money(one.at_most)})` : "")).join(", "),
    });
    $("journal-rows").replaceChildren(...acts.map(journalRow));
  }

  async save() {
    const file = new Blob([await this.desk.journal.exported()], { type: "application/json" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: `journal-${this.desk.journal.device}.json` });
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
