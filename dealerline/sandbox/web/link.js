// The line to the sandbox: what people do goes out, what happens comes in, again after a restart.

export class Refused extends Error {}

async function checked(answer) {
  if (answer.ok) return answer.json();
  let detail = `the sandbox answers ${answer.status}`;
  try {
    const body = await answer.json();
    if (typeof body.detail === "string") detail = body.detail;
  } catch {
    // no JSON: the status has to do
  }
  throw new Refused(detail);
}

export async function act(chatId, name, content = {}) {
  const answer = await fetch(`/sandbox/users/${chatId}/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(content),
  });
  return checked(answer);
}

export async function sendFile(chatId, file, caption) {
  const isPhoto = ["image/png", "image/jpeg", "image/gif", "image/webp"].includes(file.type);
  // A recording in Telegram's own form is a voice note, as if it were spoken here.
  const isVoice = file.type === "audio/ogg" || /\.(ogg|oga|opus)$/i.test(file.name);
  const body = new FormData();
  body.append("kind", isPhoto ? "photo" : isVoice ? "voice" : "document");
  body.append("caption", caption);
  body.append("file", file, file.name);
  return checked(await fetch(`/sandbox/users/${chatId}/file`, { method: "POST", body }));
}

export const fileAddress = (id) => `/sandbox/files/${encodeURIComponent(id)}`;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Calls `onState` with everything, then `onEvent` for each change; starts over whenever the line breaks. */
export async function listen({ onState, onEvent, onLink }) {
  for (let pause = 300; ; pause = Math.min(pause * 1.6, 4000)) {
    try {
      const state = await checked(await fetch("/sandbox/state", { cache: "no-store" }));
      onState(state);
      onLink(true);
      pause = 300;
      await follow(state, onEvent);
    } catch (trouble) {
      if (!(trouble instanceof TypeError || trouble instanceof Refused)) console.error(trouble);
    }
    onLink(false);
    await wait(pause);
  }
}

function follow(state, onEvent) {
  return new Promise((resolve) => {
    const source = new EventSource(`/sandbox/events?after=${state.number}&start_id=${state.start_id}`);
    const end = () => {
      source.close();
      resolve();
    };
    source.onmessage = (message) => onEvent(JSON.parse(message.data));
    source.addEventListener("reset", end);
    source.onerror = end;
  });
}
