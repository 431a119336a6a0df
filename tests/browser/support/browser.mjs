/** Pages in a real Chromium, which reaches nothing but this machine. */
import { chromium } from "playwright-core";
import { findBrowser } from "../../../tools/setup/browser.mjs";

/** @typedef {import("playwright-core").Page} Page */

export async function openBrowser() {
  const executablePath = await findBrowser();
  if (executablePath === undefined) {
    throw new Error("There is no Chromium: install one, or name it in the environment variable CHROMIUM.");
  }
  return chromium.launch({
    executablePath,
    args: [
      // Chromium's sandbox does not run as root, as whom containers mostly run.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
    ],
  });
}

/**
 * Goes to a page of a Nuxt app, and waits until it can be used. A page that the server has rendered looks the same before, and
 * loses what is typed: on a busy machine its network is idle for longer than its scripts take to start.
 * @param {Page} page @param {string} url
 */
export async function goInNuxt(page, url) {
  const answer = await page.goto(url, { waitUntil: "networkidle" });
  await page.waitForFunction(
    () =>
      /** @type {any} */ (window).useNuxtApp !== undefined && !(/** @type {any} */ (window).useNuxtApp().isHydrating),
  );
  return answer;
}

/**
 * What goes wrong on a page, a line each, from now on: errors in its console, exceptions, requests that failed or that
 * went to another origin.
 * @param {Page} page @param {URL} url
 */
export function troubles(page, url) {
  /** @type {string[]} */
  const lines = [];
  page.on("console", (message) => message.type() === "error" && lines.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => lines.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // Nuxt looks for a newer build of itself now and then, also just when one goes to another page.
    if (why === "net::ERR_ABORTED" && request.url().includes("/_nuxt/builds/meta/")) return;
    lines.push(`failed: ${request.url()} ${why}`);
  });
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (!["data:", "blob:"].includes(address.protocol) && address.origin !== url.origin)
      lines.push(`foreign: ${address}`);
  });
  return lines;
}
