// A money order paid out: asked of the post with the secret code and the document, looked at, then a line of the visit.
// The order is in the hands of this till from the right code on, for some minutes; what is not paid is let go again. The
// code goes to the post alone: it is in no line, no journal and no store.

import { toast } from "../../design/toast.js";
import { facts, option } from "./parts.js";
import { chip } from "./rows.js";
import { clock, money, named, say } from "./words.js";

const LIKE = [[95, "good", "names-alike"], [85, "wait", "names-nearly"], [-1, "bad", "names-differ"]];

export const orderPayment = {
  begin(form) {
    form.field("document_kind").append(...form.sheet.body.documents.map((one) => option(one.code, named(one.names))));
    form.field("number").value = form.given.number ?? "";
  },
  line(form) {
    const { begun } = form;
    if (begun) return { line: lineOf(begun), shown: shownOf(begun) };
    if (!form.value("number")) return { wrong: "order-missing", field: "number" };
    if (!form.value("code")) return { wrong: "code-missing", field: "code" };
    if (!form.value("document")) return { wrong: "document-missing", field: "document" };
    if (!form.value("name")) return { wrong: "name-missing", field: "name" };
    return { line: { service: "order-payment", amount: 0 } };
  },
  // The first time it is asked for, and shown; only what was looked at is added.
  async finish(form, made) {
    if (form.begun) return made;
    const answer = await ask(form);
    if (answer) showBegun(form, answer);
    return null;
  },
  leave(form) {
    const token = form.begun?.token ?? form.token; // asked and not answered: it may be in hand all the same
    if (token) letGo(form.desk, token);
  },
};

const lineOf = ({ token, amount }) => ({ service: "order-payment", token, amount: -amount });
const shownOf = ({ names, printed, until }) => ({
  title: say("order-payment"), number: printed, detail: `${names[0]} · ${say("in-hand-until")} ${clock(until)}`, lines: [], pictogram: "withdrawal",
});

// One try under one token: where no answer came, the same token asks again, and a wrong code is counted once. Asked in
// other words meanwhile it is refused: what the first words may have taken in hand is let go, and these ask anew.
async function ask(form) {
  form.token ??= crypto.randomUUID();
  const asked = {
    token: form.token, number: form.value("number"), code: form.value("code"), kind: form.value("document_kind"),
    document: form.value("document"), name: form.value("name"), ...(form.value("expires_on") ? { expires_on: form.value("expires_on") } : {}),
  };
  try {
    const answer = await form.desk.post.post("/desk/window/orders/begin/", asked);
    if (answer.answer === "right") {
      form.token = null;
      return answer;
    }
    const wasUnanswered = form.isUnanswered;
    if (!wasUnanswered || await letGo(form.desk, form.token)) Object.assign(form, { token: null, isUnanswered: false });
    if (wasUnanswered && !form.token && answer.code === "base.key-reused") return ask(form);
    form.field("code").value = "";
    form.field("code").focus(); // before the words: what is left behind is a change, and a change wipes them
    form.wrong(answer.message);
  } catch (error) {
    form.isUnanswered ||= !error.code;
    form.wrong(error.code ? error.message : say("not-alone"));
  }
  return null;
}

function showBegun(form, begun) {
  form.begun = begun;
  for (const name of ["number", "code", "document_kind", "document", "name", "expires_on"]) form.field(name).disabled = true;
  form.field("code").value = "";
  facts(form.find("[data-facts]"), [
    [say("amount"), money(begun.amount)], [say("payee"), [...begun.names, begun.locality].filter(Boolean).join(" · ")],
    [say("shown-name"), form.value("name")], [say("in-hand-until"), clock(begun.until)],
  ]);
  const [, tone, words] = LIKE.find(([least]) => begun.likeness >= least);
  form.find("[data-likeness]").replaceWith(Object.assign(chip(tone, `${say(words)} (${begun.likeness} %)`), { id: "likeness" }));
  const note = form.find("[data-note]");
  note.hidden = false;
  note.textContent = say(begun.needs_signature ? "sign-first" : "look-at-person");
  form.find("[data-words]").textContent = say("add");
  form.refresh();
  form.focusNext();
}

// What is taken off or left is not paid: any office may pay it at once.
export async function letGo(desk, token) {
  try {
    await desk.post.post("/desk/window/orders/leave/", { token });
    return true;
  } catch {
    toast(say("not-let-go"), { tone: "wait" });
    return false;
  }
}
