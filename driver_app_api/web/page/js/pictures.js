// Photos are made small on the phone before they are kept: faster up, less room, and no place or owner inside.

const LONGEST = 1600;
const QUALITY = 0.82;
const LOOK = 320;
/** Below: hardly an edge. A box with a label drawn for tests has 2000 when sharp, 300 when its text can still be
 * made out, and under 120 when it cannot. */
const SHARP = 90;
const DARK = 38;

export class NotAPicture extends Error {}

/** A file of the camera as {bytes, sha256, size, isBlurred, isDark}; throws NotAPicture. */
export async function shrink(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new NotAPicture(file.name);
  }
  const canvas = drawn(bitmap, LONGEST);
  const look = drawn(bitmap, LOOK);
  bitmap.close();
  const { width, height } = look;
  const grey = greyOf(look.getContext("2d").getImageData(0, 0, width, height).data);
  const isDark = grey.reduce((sum, value) => sum + value, 0) / grey.length < DARK;
  // In the dark everything looks blurred; light is what helps.
  const isBlurred = !isDark && sharpness(grey, width, height) < SHARP;
  return { ...(await encoded(canvas, "image/jpeg")), isBlurred, isDark };
}

function drawn(source, longest) {
  const scale = Math.min(1, longest / Math.max(source.width, source.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: longest === LOOK });
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** A picture that is kept once more, at most `part` as long, as {bytes, sha256, size}; null where no detail is left. */
export async function smaller(bytes, type, part = 0.6) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type }));
  const longest = Math.round(part * Math.max(bitmap.width, bitmap.height));
  const canvas = longest < LOOK ? null : drawn(bitmap, longest);
  bitmap.close();
  return canvas && encoded(canvas, type);
}

/** A canvas as {bytes, sha256, size}. */
export async function encoded(canvas, type) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
  if (!blob) throw new NotAPicture(type);
  const bytes = await blob.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { bytes, size: bytes.byteLength, sha256: [...hash].map((one) => one.toString(16).padStart(2, "0")).join("") };
}

function greyOf(data) {
  const grey = new Float32Array(data.length / 4);
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = 0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2];
  }
  return grey;
}

/** Variance of the Laplacian: how much the picture changes from dot to dot. */
export function sharpness(grey, width, height) {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const value = grey[at - 1] + grey[at + 1] + grey[at - width] + grey[at + width] - 4 * grey[at];
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  return count ? squares / count - (sum / count) ** 2 : 0;
}
