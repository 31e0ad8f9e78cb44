import { chromium as playwright, type Browser } from 'playwright-core';
import { chromium } from '#test/browser/chromium.js';
import { openVisit, type Reader, type Visit } from '#test/browser/visit.js';

/** The browser of a spec file: it starts with the first visit, and whoever made it ends it after the last test. */
export class Browsing {
  private starting: Promise<Browser> | undefined;

  /** A visitor who was never there, and who will look at no other host than that of `home`. */
  async visit(home: string, reader: Reader): Promise<Visit> {
    this.starting ??= chromium().then((program) => playwright.launch(program));
    return openVisit(await this.starting, home, reader);
  }

  async close(): Promise<void> {
    const started = await this.starting;
    this.starting = undefined;
    await started?.close();
  }
}
