// What is connected to this window: a scale, a printer of labels, a printer of receipts. Chosen once, then remembered.

import { toast } from "../../design/toast.js";
import { settings } from "./papers.js";
import { printers, serialWire, simulatedWire, usbWire, USB_PRINTERS } from "./printer.js";
import { HID_SCALES, hidScale, scale, serialScale, simulatedScale } from "./scale.js";
import { say, weight } from "./words.js";

const KINDS = { scale: ["serial", "hid", "simulator"], labels: ["serial", "usb", "simulator"], receipts: ["serial", "usb", "simulator"] };
const CAN = { serial: () => navigator.serial, hid: () => navigator.hid, usb: () => navigator.usb, simulator: () => true };
const CHANNEL = "rekkas-devices";

export class Devices {
  constructor(store) {
    this.store = store;
    this.kept = { name: "devices", atOnce: false };
    this.handles = {};
    this.channel = new BroadcastChannel(CHANNEL);
  }

  async start() {
    this.kept = (await this.store.get("meta", "devices")) ?? this.kept;
    settings.atOnce = this.kept.atOnce;
    this.place = document.getElementById("devices");
    if (!this.place) return;
    const tick = this.place.querySelector("[name=at_once]");
    tick.checked = this.kept.atOnce;
    tick.addEventListener("change", () => this.keep({ atOnce: tick.checked }));
    this.place.addEventListener("click", (event) => this.onClick(event));
    for (const button of this.place.querySelectorAll("[data-connect]")) button.hidden = !CAN[button.dataset.connect]();
    navigator.serial?.addEventListener("disconnect", ({ target }) => this.gone(target));
    navigator.hid?.addEventListener("disconnect", ({ device }) => this.gone(device));
    navigator.usb?.addEventListener("disconnect", ({ device }) => this.gone(device));
    for (const role of Object.keys(KINDS)) await this.again(role);
    this.show();
    document.documentElement.dataset.devices = "ready";
  }

  onClick(event) {
    const button = event.target.closest("[data-device] button");
    if (!button) return;
    const role = button.closest("[data-device]").dataset.device;
    if (button.dataset.connect) this.connect(role, button.dataset.connect);
    if ("forget" in button.dataset) this.forget(role);
    if ("attempt" in button.dataset) this.attempt(role);
  }

  // Ask the browser for a device, and remember which it was.
  async connect(role, kind) {
    try {
      const handle = kind === "simulator" ? this.channel : await this.chosen(role, kind);
      if (!handle) return;
      const before = { kind, speed: this.speed(role), ...identity(kind, handle) };
      await this.use(role, before, handle);
      await this.keep({ [role]: before });
      toast(say("device-connected"));
    } catch (error) {
      if (error.name !== "NotFoundError") toast(say("device-failed", { why: error.message }), { tone: "bad" });
    }
    this.show();
  }

  async chosen(role, kind) {
    if (kind === "serial") return navigator.serial.requestPort();
    if (kind === "usb") return navigator.usb.requestDevice({ filters: USB_PRINTERS });
    const [device] = await navigator.hid.requestDevice({ filters: HID_SCALES });
    return device;
  }

  // The one that was chosen before, where the browser still allows it and it is plugged in.
  async again(role) {
    const before = this.kept[role];
    if (!before) return;
    try {
      const known = before.kind === "simulator" ? [this.channel]
        : before.kind === "serial" ? await navigator.serial.getPorts()
          : before.kind === "hid" ? await navigator.hid.getDevices() : await navigator.usb.getDevices();
      const taken = Object.values(this.handles);
      const handle = known.find((one) => before.kind === "simulator" || (!taken.includes(one) && isSame(identity(before.kind, one), before)));
      if (handle) await this.use(role, before, handle);
    } catch {
      // It is held elsewhere or broken: it shows as not connected, and can be chosen again.
    }
  }

  // How fast the two talk on a serial line: both must say the same.
  speed(role) {
    return Number(this.place.querySelector(`[data-device=${role}] select`).value);
  }

  async use(role, { kind, speed }, handle) {
    const line = { baudRate: speed };
    if (role === "scale") {
      scale.driver = kind === "serial" ? await serialScale(handle, line) : kind === "hid" ? await hidScale(handle) : simulatedScale(handle);
    } else {
      printers[role].wire = kind === "serial" ? await serialWire(handle, line) : kind === "usb" ? await usbWire(handle) : simulatedWire(handle, role);
    }
    this.handles[role] = handle;
  }

  gone(handle) {
    for (const [role, one] of Object.entries(this.handles)) if (one === handle) this.loose(role);
    toast(say("device-gone"), { tone: "wait" });
    this.show();
  }

  loose(role) {
    if (role === "scale") scale.driver = null;
    else printers[role].wire = null;
    delete this.handles[role];
  }

  async forget(role) {
    const handle = this.handles[role];
    this.loose(role);
    if (handle && handle !== this.channel) await (handle.close?.() ?? Promise.resolve()).catch?.(() => {});
    await this.keep({ [role]: undefined });
    this.show();
  }

  async attempt(role) {
    try {
      if (role === "scale") toast(say("from-scale", { weight: weight(await scale.read()) }));
      else if (printers[role].last) await printers[role].print(printers[role].last);
      else toast(say(`device-${await printers[role].state()}`), { tone: "moving" });
    } catch (error) {
      toast(say(error.code ?? "printer-gone"), { tone: "bad" });
    }
    this.show();
  }

  async keep(changes) {
    this.kept = { ...this.kept, ...changes };
    settings.atOnce = this.kept.atOnce;
    await this.store.put("meta", this.kept);
  }

  show() {
    for (const row of this.place?.querySelectorAll("[data-device]") ?? []) {
      const role = row.dataset.device;
      const isThere = Boolean(this.handles[role]);
      const before = this.kept[role];
      row.querySelector("[data-state]").textContent = say(isThere ? "device-there" : before ? "device-away" : "device-none", { kind: before ? say(`device-by-${before.kind}`) : "" });
      if (before?.speed) row.querySelector("select").value = String(before.speed);
      row.querySelector("[data-forget]").hidden = !before;
      row.querySelector("[data-attempt]").hidden = !isThere;
      row.querySelector("[data-attempt]").textContent = say(role === "scale" ? "device-weigh" : printers[role].last ? "print-again" : "device-ask");
    }
  }
}

function identity(kind, handle) {
  if (kind === "simulator") return {};
  if (kind === "serial") return { vendor: handle.getInfo().usbVendorId ?? 0, product: handle.getInfo().usbProductId ?? 0 };
  return { vendor: handle.vendorId, product: handle.productId };
}

const isSame = (one, other) => one.vendor === other.vendor && one.product === other.product;
