import { describe, expect, it } from '@jest/globals';
import { STATUSES } from '#domain/dossier/status.js';
import { SOURCE_KINDS } from '#domain/source/source.js';
import { startApi } from '#test/api.js';
import { consoleOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());

const linksOf = (html: string): string[] => [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href = '']) => href);
const rowsOf = (html: string): number => [...html.matchAll(/<th scope="row">/g)].length;

describe('the help', () => {
  it.each(['fr', 'en'] as const)('links its contents to each section: %s', async (language) => {
    const { status, html } = await consoleOf(server, language).get('/help');
    expect(status).toBe(200);
    const anchors = linksOf(html).filter((href) => href.startsWith('#') && href !== '#content');
    expect(anchors).toHaveLength(18);
    for (const anchor of anchors) expect(html).toContain(`<h2 id="${anchor.slice(1)}">`);
  });

  it.each(['fr', 'en'] as const)('explains every status, source and kind of deadline: %s', async (language) => {
    const { html } = await consoleOf(server, language).get('/help');
    expect(rowsOf(html)).toBe(STATUSES.length + SOURCE_KINDS.length + 9);
  });

  it('explains which sources confirm a status', async () => {
    const { text } = await consoleOf(server).get('/help');
    expect(text).toContain('Statement by the authority, such as a press release Confirms a status');
    expect(text).toContain('Press, a newspaper or news site Claim, does not confirm a status');
    expect(text).toContain('Other, any other source Never changes a status');
  });

  it('links only to pages that the reader may open', async () => {
    const visitor = consoleOf(server);
    const places = ['/', '/schemes', '/import', '/deadlines', '/subscribers'];
    const offered = async () => {
      const links = linksOf((await visitor.get('/help')).html.split('<main')[1] ?? '');
      return places.filter((place) => links.includes(place));
    };
    expect(await offered()).toEqual([]);
    await visitor.signIn(await server.keyWith('read'));
    expect(await offered()).toEqual(['/', '/schemes', '/deadlines']);
    await visitor.signIn();
    expect(await offered()).toEqual(places);
  });
});
