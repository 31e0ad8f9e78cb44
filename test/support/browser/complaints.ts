import type { BrowserContext, Request } from 'playwright-core';

/**
 * What the browser finds wrong with the pages of a visit, as it comes: errors of scripts, what a content security
 * policy stopped, what could not be fetched, and every request that leaves for another host. The status of a page
 * itself is no complaint: a test may ask for one that is refused.
 */
export function complaintsOf(context: BrowserContext, home: string): string[] {
  const complaints: string[] = [];
  const { host } = new URL(home);
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    const text = message.text();
    const told = text.startsWith('Failed to load resource'); // by its answer, below
    if (message.type() === 'error' && !told) complaints.push(`console: ${text}`);
  });
  context.on('request', (request) => {
    const { protocol, host: asked } = new URL(request.url());
    if (protocol.startsWith('http') && asked !== host) complaints.push(`another host: ${request.url()}`);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    if (reason !== LEFT) complaints.push(`failed: ${request.url()} ${reason}`);
  });
  context.on('response', (response) => {
    const request = response.request();
    if (response.status() >= 400 && !isPage(request)) complaints.push(`${response.status()}: ${request.url()}`);
  });
  return complaints;
}

/** Going to the next page gives up what the last one still asked for; a download leaves the page where it is. */
const LEFT = 'net::ERR_ABORTED';

const isPage = (request: Request): boolean => request.isNavigationRequest();
