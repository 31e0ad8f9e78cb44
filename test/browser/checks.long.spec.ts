import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { checkPage } from '#test/browser/check-page.js';
import { Browsing, type Reader } from '#test/browser/visit.js';

const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'";

/** Serves one page with one style sheet under as strict a policy as the console's, and knows nothing else. */
async function serveOnePage(html: string, css: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const [type, body] = { '/': ['text/html', html], '/style.css': ['text/css', css] }[request.url ?? ''] ?? [];
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': `${type ?? 'text/plain'}; charset=utf-8`,
      'content-security-policy': POLICY,
    });
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

const page = (body: string): string => `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>One page</title>
<link rel="stylesheet" href="/style.css"><main><h1>One page</h1>${body}</main></html>`;
const STYLE = ':root{color-scheme:light dark}body{margin:0}';

const browsing = new Browsing();
afterAll(() => browsing.close());

describe('checking a page under a strict policy', () => {
  let served: Awaited<ReturnType<typeof serveOnePage>> | undefined;
  afterEach(() => served?.close());

  const check = async (body: string, style = '', reader: Partial<Reader> = {}, sound?: Set<string>) => {
    served = await serveOnePage(page(body), STYLE + style);
    const visit = await browsing.visit(served.url, { language: 'en', ...reader });
    await visit.page.goto('/');
    const faults = await checkPage(visit, sound);
    await visit.close();
    return faults.sort();
  };

  it('finds nothing wrong with a sound page', async () => {
    expect(await check('<p>All is well.</p>')).toEqual([]);
  });

  it.each<[fault: string, body: string, style: string, told: RegExp[]]>([
    ['a field without a name', '<input>', '', [/^light, 1440: label: .*\ninput\n<input>\n/]],
    [
      'faint text',
      '<p>faint</p>',
      'p{color:#bbb;background:#fff}',
      [/^dark, .*: color-contrast: /, /^light, .*: color-contrast: /],
    ],
    [
      'text that is faint in the dark only',
      '<p>faint</p>',
      '@media(prefers-color-scheme:dark){p{color:#555;background:#111}}',
      [/^dark, 1440: color-contrast: .*\np\n/],
    ],
    [
      'what only a narrow window is too small for',
      '<p class="wide">wide</p>',
      '.wide{width:700px}',
      [/^360: wider than 360 px:\n<p class="wide">wide<\/p>\n700 px are needed$/],
    ],
    [
      'targets that are too small for a finger on a small screen',
      '<button>a</button><button>b</button>',
      'button{padding:1em}@media(max-width:400px){button{width:9px;height:9px;padding:0;border:0;margin:0}}',
      [/^360: target-size: /, /^360: target-size: /],
    ],
    ['a style that the policy forbids', '<p style="color:red">red</p>', '', [/^console: .*Content Security Policy/]],
    ['a script that the policy forbids', '<script>1</script>', '', [/^console: .*Content Security Policy/]],
    ['a picture that is not there', '<img src="/none.png" alt="none">', '', [/^404: .*\/none\.png$/]],
    [
      'a picture of another host',
      '<img src="http://elsewhere.example/a.png" alt="">',
      '',
      [/^another host: http:\/\/elsewhere\.example\/a\.png$/, /^console: /, /^failed: .*a\.png csp$/],
    ],
  ])('tells %s', async (_fault, body, style, told) => {
    expect(await check(body, style)).toEqual(told.map((pattern) => expect.stringMatching(pattern) as unknown));
  });

  it('tells a page too wide, and what the policy stopped, where no script runs', async () => {
    expect(await check('<p style="color:red">wide</p>', 'p{width:700px}', { script: false })).toEqual([
      expect.stringMatching(/^360: wider than 360 px/),
      expect.stringMatching(/^console: .*Content Security Policy/),
    ]);
  });

  it('looks at a page that differs from a sound one in its words only for what goes by words', async () => {
    const sound = new Set<string>();
    const faint = '.faint{color:#bbb;background:#fff}';
    const told = [/^dark, 1440: color-contrast: /, /^light, 1440: color-contrast: /].map((pattern) =>
      expect.stringMatching(pattern),
    );
    const look = async (body: string): Promise<string[]> => {
      await served?.close();
      return check(body, faint, {}, sound);
    };
    expect(await look('<p>All is well.</p>')).toEqual([]);
    expect(await look('<p>Tout va bien.</p><label lang="fr">Nom <input></label>')).toEqual([]);
    expect(await look('<p class="faint">All is well.</p>')).toEqual(told);
    expect(await look('<p class="faint">All is well.</p>')).toEqual(told);
    expect(await look('<p>Encore</p><input>')).toEqual([expect.stringMatching(/^light, 1440: label: /)]);
    expect(await look('<p>Encore</p><input aria-label="Name">')).toEqual([]);
    expect(await look('<p>Encore</p><input aria-label="">')).toEqual([expect.stringMatching(/^light, 1440: label: /)]);
    const menus = (...names: string[]) => names.map((name) => `<nav aria-label="${name}">Here</nav>`).join('');
    expect(await look(menus('First', 'Second'))).toEqual([]);
    expect(await look(menus('Menu', 'Menu'))).toEqual([expect.stringMatching(/^light, 1440: landmark-unique: /)]);
  });

  it.each(['a', 'É', 'œ', '«', '’', '…', '≤'])('shows the letter %s', async (letter) => {
    served = await serveOnePage(page(`<p>${letter}</p><p>${letter}</p>`), `${STYLE}p+p{color:transparent}`);
    const visit = await browsing.visit(served.url, { language: 'fr' });
    await visit.page.goto('/');
    const [drawn, blank] = await Promise.all([0, 1].map((nth) => visit.page.locator('p').nth(nth).screenshot()));
    expect(drawn?.equals(blank!)).toBe(false);
    await visit.close();
  });
});
