// Prices, by the same arithmetic as postkit.tariff: one set of questions is asked of both (tests/counter/test_tariff_in_chromium.py).

export const perMilleOf = (value, perMille) => Math.floor((value * perMille + 500) / 1000);

export function zoneBetween(origin, destination) {
  if (origin.code === destination.code) return "local";
  return origin.region === destination.region ? "regional" : "national";
}

const byCode = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const byStep = (one, other) => one.up_to_weight_g - other.up_to_weight_g || byCode(one.code, other.code);

// The lines of a price, or null where no step holds the item. A contract's own steps go before those of the tariff, and
// its rebate is a line below zero.
export function lines(rules, { weight_g, zone, cod_amount = 0, declared_value = 0 }, heaviest_g, contract = null) {
  const holding = (those) => those
    .filter((rule) => (rule.zone === zone || rule.zone === "any") && weight_g <= (rule.up_to_weight_g || heaviest_g))
    .sort(byStep);
  const fitting = holding(rules);
  const own = holding(contract?.steps ?? []);
  const [step] = (own.length ? own : fitting.filter((rule) => rule.kind === "base"))
    .sort((one, other) => one.up_to_weight_g - other.up_to_weight_g
      || (one.zone === "any") - (other.zone === "any") || byCode(one.code, other.code));
  if (!step) return null;
  const off = perMilleOf(step.amount, contract?.per_mille ?? 0);
  const shares = (kind, value) => (value > 0
    ? fitting.filter((rule) => rule.kind === kind)
      .map((rule) => ({ rule: rule.code, labels: rule.labels, amount: rule.amount + perMilleOf(value, rule.per_mille) }))
    : []);
  return [
    { rule: step.code, labels: step.labels, amount: step.amount },
    ...(off ? [{ rule: contract.rebate, labels: contract.labels, amount: -off }] : []),
    ...shares("cod", cod_amount), ...shares("insured", declared_value),
  ];
}

// What one product costs: {amount, lines}, or {wrong: a word that says why it cannot be sent so}.
export function priceOf(product, question, contract = null) {
  const { weight_g, cod_amount = 0, declared_value = 0 } = question;
  if (!(weight_g > 0)) return { wrong: "weight-missing" };
  if (weight_g > product.max_weight_g) return { wrong: "too-heavy", most: product.max_weight_g };
  if (cod_amount && !product.cod_allowed) return { wrong: "cod-not-offered" };
  if (product.max_cod && cod_amount > product.max_cod) return { wrong: "cod-too-high", most: product.max_cod };
  const found = lines(product.rules, { weight_g, zone: question.zone, cod_amount, declared_value }, product.max_weight_g, contract);
  if (!found) return { wrong: "no-price" };
  return { amount: found.reduce((sum, line) => sum + line.amount, 0), lines: found };
}
