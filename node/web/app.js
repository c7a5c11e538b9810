// The page: which section is shown, in which language, and whether the marketplace answers.
import * as consortium from "./consortium.js";
import * as purchases from "./purchases.js";
import * as store from "./store.js";
import { ask, listen } from "./node.js";
import { language, number, say, speak } from "./words.js";

const sections = { store, purchases, consortium };
const main = document.getElementById("main");
let name = "feira";
let up = true;

function section() {
  const wanted = location.hash.slice(1);
  return wanted in sections ? wanted : "store";
}

function dress() {
  document.documentElement.lang = language;
  document.getElementById("language").value = language;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  document.title = `${say(section())} · ${say("title", { name })}`;
  document.getElementById("marketplace").textContent = name;
  const line = document.getElementById("line");
  line.textContent = say(up ? "live" : "away");
  line.classList.toggle("away", !up);
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash.slice(1) === section()) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  count();
}

function count() {
  const open = document.getElementById("open");
  open.hidden = purchases.openCount() === 0;
  open.textContent = `(${number(purchases.openCount())})`;
}

function show() {
  dress();
  main.replaceChildren();
  sections[section()].show(main);
}

window.addEventListener("hashchange", () => {
  if (location.hash === "#main") return;
  show();
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
document.getElementById("language").addEventListener("change", (event) => {
  speak(event.target.value);
  show();
});
purchases.onChange(() => {
  count();
  if (section() === "purchases") {
    main.replaceChildren();
    purchases.show(main);
  }
});

show();
purchases.goOn();
listen((kind, data) => {
  store.hear(kind, data);
  consortium.hear(kind, data);
}, (answers) => {
  up = answers;
  dress();
});
ask("GET", "/version").then((told) => {
  name = told.marketplace.name;
  dress();
}, () => {});
