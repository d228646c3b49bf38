// A picture of a paper, made small enough to send.
const MOST_SIDE = 1600;

const smaller = async (file, most) => {
  const picture = await createImageBitmap(file);
  const shrink = Math.min(1, MOST_SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * shrink), Math.round(picture.height * shrink));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.85, 0.7, 0.55, 0.4, 0.25]) {
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (blob.size <= most) return new File([blob], "paper.jpg", { type: "image/jpeg" });
  }
  return file; // the office says what is wrong with it
};

for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    const most = Number(input.dataset.most);
    if (!file || file.size <= most) return;
    try {
      const carrier = new DataTransfer();
      carrier.items.add(await smaller(file, most));
      input.files = carrier.files;
    } catch { /* not a picture: the office says so */ }
  });
}
