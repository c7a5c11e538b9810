// What was bought from this browser. Each purchase has a key of its own, kept before it is sent, so that asking again
// after a broken connection, or after the page was closed, buys nothing twice.
import { ask } from "./node.js";
import { make, tell } from "./dom.js";
import { money, number, say } from "./words.js";

const place = "feira-purchases";
const keptMost = 100;

let all = JSON.parse(localStorage.getItem(place) ?? "[]");
let changed = () => {};

export function onChange(then) { changed = then; }
export function openCount() { return all.filter(isOpen).length; }

function keep() {
  localStorage.setItem(place, JSON.stringify(all));
  changed();
}

function isOpen(purchase) { return purchase.state === "sending" || purchase.state === "pending"; }

function newKey() {
  // randomUUID is there only where a browser trusts the connection.
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function meaning(purchase) {
  return purchase.reason ? `${say(purchase.state)}: ${say(purchase.reason)}` : say(purchase.state);
}

export function buy(product, quantity) {
  const purchase = { key: newKey(), product: product.id, name: product.name, quantity, price: product.price, state: "sending" };
  all = [purchase, ...all].slice(0, keptMost);
  keep();
  tell(say("asked", { name: purchase.name, n: number(quantity) }));
  return pursue(purchase);
}

/** Asks until it is decided. The same key makes it the same purchase, however often it is sent. */
async function pursue(purchase) {
  for (let pause = 500; isOpen(purchase); pause = Math.min(pause * 2, 10_000)) {
    try {
      await askOnce(purchase);
    } catch (error) {
      const forGood = error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
      if (forGood) {
        purchase.state = "notAccepted";
        purchase.reason = error.message;
      }
    }
    keep();
    if (isOpen(purchase)) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  tell(say("became", { name: purchase.name, state: meaning(purchase) }));
}

async function askOnce(purchase) {
  const headers = { "Idempotency-Key": purchase.key, Prefer: "wait=5" };
  const token = localStorage.getItem("feira-causality");
  if (token) headers["Feira-Causality"] = token;
  const { product, quantity, price } = purchase;
  try {
    Object.assign(purchase, await ask("POST", "/purchases", { body: { product, quantity, price }, headers }));
  } catch (error) {
    // Of another consortium, that was at this address before.
    if (error.word === "causality-token") localStorage.removeItem("feira-causality");
    if (error.word !== "causality-token") throw error;
  }
}

async function cancel(purchase) {
  try {
    Object.assign(purchase, await ask("DELETE", `/purchases/${purchase.id}`));
  } catch (error) {
    tell(error.word === "already-sold" ? say("alreadySold") : say("failed", { why: error.message }));
  }
  keep();
}

function forget(purchase) {
  all = all.filter((each) => each !== purchase);
  keep();
}

/** Those that the page was closed on. */
export function goOn() { for (const purchase of all.filter(isOpen)) pursue(purchase); }

export function show(main) {
  main.append(make("h2", {}, say("purchases")));
  if (all.length === 0) main.append(make("p", { class: "empty" }, say("noPurchases")));
  const list = make("ul", { class: "cards" });
  for (const purchase of all) {
    const { name, quantity, price, state } = purchase;
    const button = isOpen(purchase)
      ? purchase.id && make("button", { type: "button", class: "plain", "aria-label": say("cancelOne", { name }), onclick: () => cancel(purchase) }, say("cancel"))
      : make("button", { type: "button", class: "plain", "aria-label": say("forgetOne", { name }), onclick: () => forget(purchase) }, say("forget"));
    list.append(make("li", { class: "card" },
      make("h3", {}, name),
      make("p", { class: "about" }, say("each", { n: number(quantity), price: money(price) })),
      make("p", { class: `state ${state}` }, meaning(purchase)),
      button || undefined));
  }
  main.append(list);
}
