// Small helpers. Text is always set as text, never as markup: names of products come from strangers.

/** An element: make("button", {type: "button", onclick: ...}, "Buy", other, ...). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

/** Tells it to who listens to a screen reader. */
export function tell(text) {
  const told = document.getElementById("told");
  // The same text twice in a row is told twice only when it was gone in between.
  told.textContent = "";
  setTimeout(() => { told.textContent = text; }, 50);
}
