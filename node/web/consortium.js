// The consortium as this marketplace sees it: members with their state and the way to them, its clock, what happens.
import { ask } from "./node.js";
import { make } from "./dom.js";
import { nameOfProduct } from "./store.js";
import { money, number, say, time } from "./words.js";

const shownMost = 100;

let happened = [];
let paused = false;
let peers = [];
let view = null;
let timer = 0;

function state(peer) {
  if (peer.standing !== "present") return peer.standing;
  return peer.suspected ? "suspected" : "present";
}

function table(caption, heads, rows) {
  return make("div", { class: "panel scroll", role: "region", "aria-label": caption, tabindex: 0 },
    make("table", {},
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, ...heads.map(([name, kind]) => make("th", { scope: "col", class: kind }, name)))),
      make("tbody", {}, ...rows)));
}

function peerRow(peer) {
  const figure = (value) => make("td", { class: "number" }, value === undefined ? "–" : number(value));
  const name = peer.url && !peer.here ? make("a", { href: `${peer.url}/#consortium` }, peer.name) : peer.name;
  return make("tr", {},
    make("th", { scope: "row" }, name, peer.here ? ` (${say("here")})` : ""),
    make("td", { class: `state ${state(peer)}` }, say(state(peer))),
    figure(peer.catalogue_version), figure(peer.traffic?.waiting), figure(peer.traffic?.sent), figure(peer.traffic?.dropped));
}

function nameOf(id) { return peers.find((peer) => peer.id === id)?.name ?? id; }

function fill(clock) {
  const right = "number";
  view.peers.replaceChildren(table(say("marketplaces"),
    [[say("name")], [say("state")], [say("version"), right], [say("waiting"), right], [say("sent"), right], [say("dropped"), right]],
    peers.map(peerRow)));
  const members = [...new Set([...Object.keys(clock.clock), ...Object.keys(clock.frontier)])].sort();
  view.clock.replaceChildren(table(`${say("clockOf", { name: nameOf(clock.marketplace) })} · ${say("life", { n: number(clock.life) })}`,
    [[say("name")], [say("interests"), right], [say("delivered"), right]],
    members.map((id) => make("tr", {}, make("th", { scope: "row" }, nameOf(id)),
      make("td", { class: "number" }, number(clock.clock[id] ?? 0)), make("td", { class: "number" }, number(clock.frontier[id] ?? 0))))));
}

async function look() {
  try {
    const [told, clock] = await Promise.all([ask("GET", "/peers"), ask("GET", "/clock")]);
    peers = told.peers;
    if (view?.peers.isConnected) fill(clock);
  } catch { /* The line at the top says that the marketplace does not answer. */ }
}

function words(kind, data) {
  switch (kind) {
    case "product-changed":
      if (data.product.removed) return say("e-removed", { product: data.product.name });
      return say("e-product", { product: data.product.name, stock: number(data.product.stock), price: money(data.product.price) });
    case "purchase-decided":
      return say(data.state === "sold" ? "e-sold" : "e-refused", { n: number(data.quantity), product: nameOfProduct(data.product), reason: say(data.reason ?? "") });
    case "member-changed":
      return say("e-member", { peer: data.peer.name, state: say(data.peer.standing) });
    case "member-suspected":
      return say(data.suspected ? "e-silent" : "e-heard", { peer: data.peer.name });
    case "reset":
      return say("again");
    default:
      return "";
  }
}

function fillEvents() {
  if (!view?.events.isConnected || paused) return;
  view.events.replaceChildren(...happened.map(({ at, kind, data }) =>
    make("li", {}, make("time", {}, time(at)), make("span", {}, words(kind, data)))));
  if (happened.length === 0) view.events.append(make("li", { class: "empty" }, say("noEvents")));
}

export function hear(kind, data) {
  if (kind === "hello") return;
  happened = [{ at: data.at_ms ?? Date.now(), kind, data }, ...happened].slice(0, shownMost);
  fillEvents();
  if (kind.startsWith("member") && view?.peers.isConnected) look();
}

export async function show(main) {
  view = { peers: make("div"), clock: make("div"), events: make("ul", { class: "events", tabindex: 0, "aria-label": say("events") }) };
  const button = make("button", {
    type: "button", class: "plain", "aria-pressed": String(paused),
    onclick: () => {
      paused = !paused;
      button.textContent = say(paused ? "resume" : "pause");
      button.setAttribute("aria-pressed", String(paused));
      fillEvents();
    },
  }, say(paused ? "resume" : "pause"));
  main.append(make("h2", {}, say("consortium")), view.peers, view.clock,
    make("section", { class: "panel" }, make("div", { class: "head" }, make("h2", {}, say("events")), button), view.events));
  fillEvents();
  clearInterval(timer);
  timer = setInterval(() => { if (view.peers.isConnected) look(); else clearInterval(timer); }, 2000);
  await look();
}
