// Scales behind one small door: whoever connects one calls `scale.say(grams)`; who weighs asks `scale.read()`.

class Scale {
  constructor() {
    this.listeners = new Set();
    this.driver = null;
  }

  onWeight(tell) {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  }

  say(grams) {
    for (const tell of this.listeners) tell(grams);
  }

  // What lies on the scale now, in grams. Fails with a code: no-scale, scale-silent, scale-moving, scale-nonsense.
  async read() {
    if (!this.driver) throw Object.assign(new Error("no scale"), { code: "no-scale" });
    return this.driver.read();
  }
}

export const scale = new Scale();
