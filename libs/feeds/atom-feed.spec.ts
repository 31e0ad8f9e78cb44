import { describe, expect, it } from '@jest/globals';
import { atomProblems } from '#test/feeds.js';
import { type AtomEntry, type AtomFeed, atomText } from './atom-feeds.js';

const entry = (override: Partial<AtomEntry> = {}): AtomEntry => ({
  id: '5d3f1c2e-0000-5000-8000-000000000001',
  title: 'Outscale: decision issued',
  author: 'ANSSI',
  updated: new Date('2026-11-25T08:00:00Z'),
  url: 'https://jalon.example.org/dossiers/4b7c?a=1&b=2',
  content: '<p>Decision 2279</p>',
  categories: ['GrantIssued'],
  ...override,
});

const feed = (override: Partial<AtomFeed> = {}): AtomFeed => ({
  id: '5d3f1c2e-0000-5000-8000-0000000000ff',
  title: 'News',
  subtitle: 'Newest first',
  language: 'en',
  updated: new Date('2026-11-25T08:00:00Z'),
  self: 'https://jalon.example.org/v1/changes.atom',
  page: 'https://jalon.example.org/?sort=news',
  entries: [entry()],
  ...override,
});

const HOSTILE = [
  '</title><script>',
  '<![CDATA[ ]]>',
  '&amp; & "\' <!--',
  'a\u0000\u000b\u001b\ufffe\ud83db',
  '🏔️\r\n\t é',
];

describe('an Atom feed', () => {
  it('is valid by the grammar of RFC 4287, whatever its content', async () => {
    const hostile = HOSTILE.map((title) => entry({ title, content: title, author: title, categories: [title] }));
    const next = 'https://jalon.example.org/v1/changes.atom?before=7&language=fr';
    const documents = [feed(), feed({ entries: [], language: 'fr' }), feed({ title: '&<>"', next, entries: hostile })];
    expect(await atomProblems(...documents.map(atomText))).toEqual([]);
    expect(await atomProblems(atomText(feed()).replace('<title>News</title>', ''))).not.toEqual([]);
  });

  it('contains each value once, escaped once', () => {
    expect(atomText(feed({ entries: [entry({ title: 'a & b' })] })).split('\n')).toEqual([
      '<?xml version="1.0" encoding="utf-8"?>',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
      '<id>urn:uuid:5d3f1c2e-0000-5000-8000-0000000000ff</id>',
      '<title>News</title>',
      '<subtitle>Newest first</subtitle>',
      '<updated>2026-11-25T08:00:00.000Z</updated>',
      '<author><name>Jalon</name></author>',
      '<generator>Jalon</generator>',
      '<link rel="self" type="application/atom+xml" href="https://jalon.example.org/v1/changes.atom"/>',
      '<link rel="alternate" type="text/html" href="https://jalon.example.org/?sort=news"/>',
      '<entry><id>urn:uuid:5d3f1c2e-0000-5000-8000-000000000001</id><title>a &amp; b</title><updated>2026-11-25T08:00:00.000Z</updated><author><name>ANSSI</name></author><link rel="alternate" href="https://jalon.example.org/dossiers/4b7c?a=1&amp;b=2"/><category term="GrantIssued"/><content type="html">&lt;p&gt;Decision 2279&lt;/p&gt;</content></entry>',
      '</feed>',
      '',
    ]);
  });
});
