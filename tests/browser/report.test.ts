/** The HTML report in a real browser: with and without script, light and dark, by keyboard, on paper. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { scanHtml } from "@holdfast/report/scan";
import { REPORT } from "@holdfast/report/scan/fixture";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "./browser.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HTML = scanHtml(REPORT);

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

/** Opens the report; whatever it would ask the network for, or complain about, fails the test. */
async function opened<T>(
  options: BrowserContextOptions,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  try {
    const page = await context.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith("data:") && request.url() !== "http://report.test/") {
        complaints.push(`asks for ${request.url()}`);
      }
    });
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.route("http://report.test/", (route) =>
      route.fulfill({ contentType: "text/html", body: HTML }),
    );
    await page.goto("http://report.test/");
    const result = await use(page);
    expect(complaints.filter((one) => !one.endsWith("/favicon.ico"))).toEqual([]);
    return result;
  } finally {
    await context.close();
  }
}

const rowsOf = (page: Page) => page.locator("#entries tbody tr:visible").count();

describe("the HTML report in Chromium", () => {
  it.each(["light", "dark"] as const)(
    "has nothing that axe objects to in %s",
    async (colorScheme) => {
      // Its own script may not run under the page's policy, which is the point of that policy.
      const violations = await opened({ colorScheme, bypassCSP: true }, async (page) => {
        await page.addScriptTag({ content: AXE });
        // As text: the rest of the code knows no browser, and neither do its types.
        return page.evaluate(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))",
        );
      });
      expect(violations).toEqual([]);
    },
  );

  it("filters without script", async () => {
    await opened({ javaScriptEnabled: false }, async (page) => {
      expect(await rowsOf(page)).toBe(4);
      expect(await page.locator(".search").isVisible()).toBe(false);
      await page.getByRole("radio", { name: "Exempt" }).check();
      expect(await rowsOf(page)).toBe(1);
    });
  });

  it("finds by text with script", async () => {
    await opened({}, async (page) => {
      await page.getByRole("searchbox").fill("production accessdenied");
      expect(await rowsOf(page)).toBe(1);
      expect(await page.locator("output").textContent()).toBe("1 found");
    });
  });

  it("leads by keyboard from the top to an entry", async () => {
    await opened({}, async (page) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toContain("Skip to");
      await page.keyboard.press("Enter");
      expect(page.url()).toContain("#entries");
      const link = page.locator("#entries tbody a").first();
      await link.focus();
      await page.keyboard.press("Enter");
      const target = await page.evaluate("document.querySelector(':target h3').textContent");
      expect(target).toContain("Root");
    });
  });

  it("shows all of the tree on paper, and no controls", async () => {
    await opened({}, async (page) => {
      await page.emulateMedia({ media: "print" });
      expect(await page.locator(".filters").isVisible()).toBe(false);
      expect(await page.locator("nav").isVisible()).toBe(false);
    });
  });

  it("fits a telephone: nothing but tables is wider than the screen", async () => {
    await opened({ viewport: { width: 360, height: 700 } }, async (page) => {
      const width = await page.evaluate("document.documentElement.scrollWidth");
      expect(width).toBeLessThanOrEqual(360);
    });
  });
});
