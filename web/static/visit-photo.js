// A photo becomes an entry: shrunk when there is no network, whole when there is, always hashed.

const LONGEST = 1600;
const QUALITY = 0.82;
const THUMB = 240;

/** What is sent, its hash, and a small picture of it; a file that is no picture stays as it is. */
export async function prepared(file, { whole }) {
  const picture = await readable(file);
  const shrunk = picture && !whole ? await drawn(picture, LONGEST) : null;
  const sent = shrunk && shrunk.size < file.size ? shrunk : file;
  const name = sent === file ? file.name : file.name.replace(/\.\w+$/, "") + ".jpg";
  const thumb = picture ? await drawn(picture, THUMB) : null;
  // the octets are copied: the file behind a chosen photo may be gone tomorrow
  const octets = await sent.arrayBuffer();
  return {
    file: new Blob([octets], { type: sent.type || "application/octet-stream" }),
    file_name: name,
    sha256: await hash_of(octets),
    thumb: thumb ? await thumb.arrayBuffer() : null,
    bytes: octets.byteLength,
  };
}

async function readable(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

async function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((settle) => canvas.toBlob(settle, "image/jpeg", QUALITY));
}

async function hash_of(octets) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", octets));
  return [...digest].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** The small picture on a canvas: pages load pictures from this site only. */
export async function shown(thumb, label) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  if (!thumb) return canvas;
  const picture = await createImageBitmap(new Blob([thumb], { type: "image/jpeg" }));
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas;
}
