// A field with a list of what may be meant: arrows move, Enter or Tab takes, Escape closes (WAI-ARIA combobox).

let counter = 0;

export class Combo {
  // find(text) → rows (or a promise of them); show(row) → {title, detail}; take(row)
  constructor(input, { find, show, take, list = null, least = 1, wait = 0 }) {
    Object.assign(this, { input, find, show, take, least, wait });
    this.list = list ?? this.makeList();
    this.rows = [];
    this.at = -1;
    this.asked = 0;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("autocomplete", "off");
    input.addEventListener("input", () => this.look());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      this.choose(Number(option.dataset.at));
    });
  }

  makeList() {
    const list = document.createElement("ul");
    counter += 1;
    list.id = `options-${counter}`;
    list.className = "options";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    this.input.parentElement.append(list);
    return list;
  }

  async look() {
    const text = this.input.value;
    this.asked += 1;
    const mine = this.asked;
    if (text.trim().length < this.least) return this.close();
    if (this.wait) await new Promise((go) => setTimeout(go, this.wait));
    if (mine !== this.asked) return;
    const rows = await this.find(text);
    if (mine === this.asked) this.open(rows);
  }

  open(rows) {
    this.rows = rows;
    this.at = rows.length ? 0 : -1;
    this.list.replaceChildren(...rows.map((row, at) => this.option(row, at)));
    this.list.hidden = !rows.length;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this.mark();
  }

  option(row, at) {
    const { title, detail = "", icon = null } = this.show(row);
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.dataset.at = at;
    const main = document.createElement("bdi");
    main.textContent = title;
    option.append(...[icon, main].filter(Boolean));
    if (detail) {
      const small = document.createElement("small");
      small.textContent = detail;
      option.append(small);
    }
    return option;
  }

  mark() {
    for (const option of this.list.children) option.setAttribute("aria-selected", String(Number(option.dataset.at) === this.at));
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.asked += 1;
    this.list.hidden = true;
    this.rows = [];
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  get isOpen() { return !this.list.hidden; }

  choose(at) {
    const row = this.rows[at];
    this.close();
    if (row !== undefined) this.take(row);
  }

  onKey(event) {
    if (event.key === "Escape" && this.isOpen) {
      event.stopPropagation();
      this.close();
    } else if (this.isOpen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + this.rows.length) % this.rows.length;
      this.mark();
    } else if (this.isOpen && event.key === "Enter") {
      event.preventDefault();
      this.choose(this.at);
    }
  }
}
