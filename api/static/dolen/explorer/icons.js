// The icons as bitmaps: a browser draws a vector image again for each of thousands of nodes in each frame, a bitmap at once.
import { setting } from "./words.js";

/** Every icon by name, as an image that the picture takes. */
export async function bitmaps() {
  const drawn = Object.entries(setting.icons).map(async ([name, vector]) => [name, await bitmap(vector)]);
  return Object.fromEntries(await Promise.all(drawn));
}

async function bitmap(vector) {
  const image = new Image();
  image.src = vector;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/png");
}
