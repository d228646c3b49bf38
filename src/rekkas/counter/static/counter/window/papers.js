// What is printed after a visit: labels and the receipt, from the post where it has heard of it.

export function printLabels({ answered, lines }) {
  const numbers = lines.map(({ line, shown }, at) => ({ service: line.service, number: answered?.answer?.lines?.[at]?.subject ?? shown.number }))
    .filter((one) => one.service === "sending" || one.service === "announced").map((one) => one.number);
  for (const number of numbers) window.open(`/desk/counter/items/${number}/label.pdf`, "_blank", "noopener");
}

export function printVisit(_receipt, number) {
  window.open(`/desk/counter/visits/${number}/receipt.pdf`, "_blank", "noopener");
}
