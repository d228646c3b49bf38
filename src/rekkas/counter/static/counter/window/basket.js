// What one visitor came for: lines, how they are paid, and the visit as it is written down. It outlives a reload.

export class Basket {
  static async open(store) {
    const kept = await store.get("meta", "basket");
    return new Basket(store, kept ?? fresh());
  }

  constructor(store, state) {
    this.store = store;
    this.state = state;
  }

  // A power cut between writing an act down and putting its basket away: what is in the journal is no basket any more,
  // but what was refused there, which may be settled again under a key of its own.
  async parted(acts) {
    const written = acts.find((act) => act.key === this.state.key);
    if (!written) return;
    if (written.state === "not-done") this.state.key = crypto.randomUUID();
    else this.state = fresh();
    await this.save();
  }

  get lines() { return this.state.lines; }
  get total() { return this.lines.reduce((sum, { line }) => sum + line.amount, 0); }
  get isEmpty() { return !this.lines.length; }

  // `line` is what the post is told; `shown` what the clerk reads: a title, a detail, the lines of its price.
  async add(line, shown) {
    this.state.lines.push({ line, shown });
    await this.save();
  }

  async drop(at) {
    const [dropped] = this.state.lines.splice(at, 1);
    await this.save();
    return dropped;
  }

  async putBack(at, dropped) {
    this.state.lines.splice(at, 0, dropped);
    await this.save();
  }

  async empty() {
    this.state = fresh();
    await this.save();
  }

  save() {
    return this.store.put("meta", this.state);
  }

  // Whoever was called is who stands here: their ticket ends with the visit.
  async serves(ticket) {
    if ((this.state.ticket ?? "") === ticket) return;
    this.state.ticket = ticket;
    await this.save();
  }

  // The visit as the post is told it. Its key is made once: sent twice, it is settled once.
  visit(payments, tendered) {
    return {
      key: this.state.key, lines: this.lines.map(({ line }) => line), payments, tendered,
      ...(this.state.ticket ? { ticket: this.state.ticket } : {}),
    };
  }
}

const fresh = () => ({ name: "basket", key: crypto.randomUUID(), lines: [] });
