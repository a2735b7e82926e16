/** A real Chromium from the npm registry: nothing has to be installed, and nothing runs as a service. */
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Started without a network of its own use; closed by whoever opened it. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // Not the package's own list: `--single-process` ends the browser with its first page.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
    ],
    headless: true,
  });
}
