// The marketplace as the page speaks to it. Only its own address: the page works without any other network.

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || body?.title || String(status));
    this.status = status;
    this.word = body?.type?.split(":").pop() ?? "";
  }
}

export async function ask(method, target, { body, headers = {} } = {}) {
  const answer = await fetch(target, {
    method,
    headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  const json = await answer.json().catch(() => null);
  if (!answer.ok) throw new Problem(answer.status, json);
  // What is bought next comes after what this answer tells, also at another marketplace of the consortium.
  const token = answer.headers.get("Feira-Causality");
  if (token) localStorage.setItem("feira-causality", token);
  return json;
}

/** Listens to what happens; hear(kind, data), line(up) when the connection comes and goes. */
export function listen(hear, line) {
  const stream = new EventSource("/events");
  for (const kind of ["hello", "reset", "product-changed", "purchase-decided", "member-changed", "member-suspected"]) {
    stream.addEventListener(kind, (event) => hear(kind, JSON.parse(event.data)));
  }
  stream.onopen = () => line(true);
  stream.onerror = () => {
    line(false);
    // A browser gives up on a stream that was answered with an error, such as 503.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => listen(hear, line), 3000);
  };
}
