import type { Browser, BrowserContext, Page } from 'playwright-core';
import { complaintsOf } from '#test/browser/complaints.js';

export interface Reader {
  language: 'fr' | 'en';
  theme?: 'light' | 'dark';
  width?: Width;
  /** Without, nothing of what a page brings along is run. */
  script?: boolean;
}

type Width = 360 | 1440;

export interface Visit {
  page: Page;
  /** Has the cookies. */
  context: BrowserContext;
  reader: Required<Reader>;
  /** What the browser found wrong so far, on all pages of the visit: must be empty at its end. */
  complaints: string[];
  close(): Promise<void>;
}

export const sizeOf = (width: Width) => ({ width, height: width === 360 ? 740 : 900 });

/** Paths are taken as those of `home`. */
export async function openVisit(browser: Browser, home: string, reader: Reader): Promise<Visit> {
  const whole = { theme: 'light', width: 1440, script: true, ...reader } as const;
  const context = await browser.newContext({
    baseURL: home,
    locale: { fr: 'fr-FR', en: 'en-GB' }[whole.language],
    timezoneId: 'Europe/Paris',
    colorScheme: whole.theme,
    reducedMotion: 'reduce', // colours are measured at once
    viewport: sizeOf(whole.width),
    javaScriptEnabled: whole.script,
  });
  context.setDefaultTimeout(40_000); // it names what it waited for, which the timeout of a test does not
  const complaints = complaintsOf(context, home);
  const page = await context.newPage();
  return { page, context, reader: whole, complaints, close: () => context.close() };
}
