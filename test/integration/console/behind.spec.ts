import { expect, it } from '@jest/globals';
import { serveApi } from '#test/api.js';
import { textOf } from '#test/console.js';
import { freshDatabase } from '#test/database.js';
import { marketplace, product } from '#test/marketplace.js';
import { readerOn } from '#test/reading.js';

it('a page says how far its lists are after a large reading, which no worker has followed yet', async () => {
  const database = await freshDatabase();
  const reader = await readerOn(database);
  const served = await serveApi(database.appUrl, { PUBLIC_READ: 'on' });
  try {
    await reader.read(
      marketplace(
        '2026-03-01',
        Array.from({ length: 600 }, (_, nth) => product(`FR${nth}`)),
      ),
    );
    const shown = async (path: string) => {
      const headers = { accept: 'text/html', 'accept-language': 'en' };
      return textOf(await (await fetch(`${served.url}${path}`, { headers })).text());
    };
    for (const path of ['/', '/deadlines']) expect(await shown(path)).toContain('0 of 1,802 events so far');
    expect(await shown('/help')).not.toContain('1,802');
  } finally {
    await served.close();
    await reader.close();
    await database.close();
  }
});
