// The storefront: products of the whole consortium, as this marketplace knows them.
import { ask } from "./node.js";
import { buy } from "./purchases.js";
import { make, tell } from "./dom.js";
import { money, number, say } from "./words.js";

let wish = { name: "", inStock: false };
let products = new Map();
let next = null;
let list = null;

function target() {
  const query = new URLSearchParams({ limit: "48" });
  if (wish.name) query.set("name", wish.name);
  if (wish.inStock) query.set("in_stock", "true");
  return `/products?${query}`;
}

async function load(from) {
  try {
    const page = await ask("GET", from);
    if (from === target()) products = new Map();
    for (const product of page.products) products.set(product.id, product);
    next = page.next ?? null;
  } catch (error) {
    tell(say("failed", { why: error.message }));
  }
}

function note({ freshness, owner }) {
  if (freshness.owner_standing !== "present") return say("gone", { name: owner.name });
  return freshness.owner_suspected ? say("stale", { name: owner.name }) : "";
}

function card(product) {
  const { id, name, sku, price, stock, owner, freshness } = product;
  const quantity = make("input", { type: "number", min: 1, max: 1_000_000, value: 1, required: true, inputmode: "numeric" });
  const form = make("form", {
    onsubmit: (event) => {
      event.preventDefault();
      buy(product, quantity.valueAsNumber);
      quantity.value = 1;
    },
  },
  make("label", {}, say("quantity"), quantity),
  make("button", { "aria-label": say("buyOne", { name }), disabled: stock === 0 }, say("buy")));
  const warning = note(product);
  return make("li", { class: "card", id: `p-${id}` },
    make("h3", {}, name),
    make("p", { class: "about" }, sku ? say("article", { sku }) : "\u00a0"),
    make("div", { class: "price" }, money(price)),
    make("p", { class: "about" }, freshness.source === "owner" ? say("sellerHere") : say("seller", { name: owner.name })),
    make("p", { class: "about" }, stock === 0 ? say("soldOut") : say("stock", { n: number(stock) })),
    warning ? make("p", { class: "note" }, warning) : undefined,
    form);
}

function fill() {
  list.replaceChildren(...[...products.values()].map(card));
  const after = list.nextElementSibling;
  after.replaceChildren();
  if (products.size === 0) after.append(make("p", { class: "empty" }, say("nothingFound")));
  if (next) {
    after.append(make("button", { type: "button", class: "plain more", onclick: async () => { await load(next); fill(); } }, say("more")));
  }
}

export async function show(main) {
  const name = make("input", { type: "search", value: wish.name, autocomplete: "off" });
  const inStock = make("input", { type: "checkbox" });
  inStock.checked = wish.inStock;
  list = make("ul", { class: "cards" });
  main.append(make("h2", {}, say("store")),
    make("form", {
      class: "search", role: "search",
      onsubmit: async (event) => {
        event.preventDefault();
        wish = { name: name.value.trim(), inStock: inStock.checked };
        await load(target());
        fill();
        tell(say("found", { n: number(products.size) }));
      },
    },
    make("label", {}, say("search"), name),
    make("label", { class: "tick" }, inStock, say("inStock")),
    make("button", {}, say("find"))),
    list, make("div"));
  if (products.size > 0) fill();
  await load(target());
  fill();
}

/** Its name as far as the store has shown it, else its id. */
export function nameOfProduct(id) { return products.get(id)?.name ?? id; }

/** Something has changed; a product that is shown is shown as it is now. */
export function hear(kind, data) {
  if (!list?.isConnected) return;
  if (kind === "reset") load(target()).then(fill);
  if (kind === "product-changed") changed(data.product);
}

function changed(told) {
  const known = products.get(told.id);
  const shown = document.getElementById(`p-${told.id}`);
  if (told.removed) {
    products.delete(told.id);
    shown?.remove();
  } else if (known && shown) {
    const product = { ...known, price: told.price, stock: told.stock, version: told.version };
    products.set(told.id, product);
    // Who is about to buy keeps place and quantity.
    const hadFocus = shown.contains(document.activeElement) ? document.activeElement.tagName : null;
    const quantity = shown.querySelector("input").value;
    const fresh = card(product);
    fresh.querySelector("input").value = quantity;
    fresh.classList.add("fresh");
    shown.replaceWith(fresh);
    if (hadFocus) fresh.querySelector(hadFocus.toLowerCase())?.focus();
  } else if (!wish.name && !next) {
    load(target()).then(fill);
  }
}
