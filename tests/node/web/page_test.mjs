// The page at "/" in a headless Chromium, against a running consortium: bought by keyboard, seen live, in two languages,
// on a phone, and closed while undecided. Needs playwright-core (npm) and chromium (Debian).
//
// usage: node page_test.mjs PLAYWRIGHT-FOLDER SCREENSHOT-FOLDER URL-OF-ANA URL-OF-BIA
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [playwright, screenshots, ana, bia] = process.argv.slice(2);
const { chromium } = createRequire(`${playwright}/`)("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-background-networking"],
});

async function open(url, options = {}) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") wrong.push(message.text()); });
  page.on("request", (request) => { if (!request.url().startsWith(url) && !request.url().startsWith("data:")) wrong.push(request.url()); });
  page.wrong = wrong;
  await page.goto(url);
  await page.locator(".card h3").first().waitFor();
  return page;
}

async function step(name, run) {
  await run();
  console.log(`ok - ${name}`);
}

const page = await open(ana);
const lamp = page.locator(".card", { hasText: "Guarda-chuva azul" });
const stockOf = async (card) => Number((await card.innerText()).match(/(\d+) in stock/)?.[1] ?? 0);

await step("the store shows what all sell, and takes names as text", async () => {
  assert.equal(await page.locator("h1").innerText(), "ana");
  assert.ok(await page.getByRole("heading", { name: '<b>Not bold</b> & "quoted"' }).isVisible());
  assert.ok(await page.getByText("Sold by bia").first().isVisible());
  assert.ok(await page.getByRole("button", { name: "Buy Lâmpada de mesa" }).isDisabled());
  await page.screenshot({ path: `${screenshots}/store.png` });
});

await step("a purchase is made by keyboard alone", async () => {
  const before = await stockOf(lamp);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("Enter");
  for (let i = 0; i < 40; ++i) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.getAttribute("aria-label")) === "Buy Guarda-chuva azul") break;
  }
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "Guarda-chuva azul: bought" }).waitFor();
  await page.getByText(`${before - 1} in stock`).first().waitFor();
});

await step("another browser sees it live, at another marketplace", async () => {
  const other = await open(bia);
  const theirs = other.locator(".card", { hasText: "Guarda-chuva azul" });
  const before = await stockOf(lamp);
  await theirs.getByRole("spinbutton").fill("2");
  await theirs.getByRole("button").click();
  await page.waitForFunction((wanted) => document.body.innerText.includes(`${wanted} in stock`), before - 2);
  await other.goto(`${bia}/#purchases`);
  await other.getByText("bought", { exact: true }).waitFor();
  assert.deepEqual(other.wrong, []);
  await other.context().close();
});

await step("purchases are kept, and their list has them", async () => {
  await page.getByRole("link", { name: "My purchases" }).click();
  await page.getByText("bought", { exact: true }).first().waitFor();
  await page.screenshot({ path: `${screenshots}/purchases.png` });
  await page.reload();
  assert.ok(await page.getByText("bought", { exact: true }).first().isVisible());
});

await step("the consortium is shown with its clock and events", async () => {
  await page.getByRole("link", { name: "Consortium" }).click();
  await page.getByRole("rowheader", { name: "caio" }).first().waitFor();
  assert.equal(await page.getByRole("row").filter({ hasText: "present" }).count(), 3);
  await page.evaluate(() => fetch("/products"));
  await page.screenshot({ path: `${screenshots}/consortium.png`, fullPage: true });
});

await step("a phone in Portuguese has it without scrolling sideways", async () => {
  const phone = await open(ana, { locale: "pt-BR", viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  assert.equal(await phone.evaluate(() => document.documentElement.lang), "pt-BR");
  await phone.getByText("Vendido aqui").first().waitFor();
  for (const section of ["store", "purchases", "consortium"]) {
    await phone.goto(`${ana}/#${section}`);
    await phone.locator("main h2").first().waitFor();
    const [wide, seen] = await phone.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `${section} is ${wide} wide on ${seen}`);
    await phone.screenshot({ path: `${screenshots}/phone-${section}.png` });
  }
  assert.deepEqual(phone.wrong, []);
  await phone.context().close();
});

await step("every control has a name, and nothing went wrong", async () => {
  for (const section of ["store", "purchases", "consortium"]) {
    await page.goto(`${ana}/#${section}`);
    await page.locator("main h2").first().waitFor();
    const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select, a")]
      .filter((each) => !(each.getAttribute("aria-label") || each.textContent.trim() || each.labels?.length))
      .map((each) => each.outerHTML));
    assert.deepEqual(nameless, []);
  }
  assert.deepEqual(page.wrong, []);
});

await browser.close();
