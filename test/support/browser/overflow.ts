import type { Page } from 'playwright-core';

const WIDER = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const over = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
  const culprits = over.filter((element) => ![...element.children].some((child) => over.includes(child)));
  return culprits.slice(0, 5).map((element) => element.outerHTML.slice(0, 200)).concat(scrollWidth + ' px are needed');
})()`;

/** What makes the page wider than the window, so that its reader has to scroll sideways; a box that scrolls by itself may. */
export async function overflowFaults(page: Page): Promise<string[]> {
  const wider = await page.evaluate<string[]>(WIDER);
  return wider.length === 0 ? [] : [`wider than ${String(page.viewportSize()?.width)} px:\n${wider.join('\n')}`];
}
