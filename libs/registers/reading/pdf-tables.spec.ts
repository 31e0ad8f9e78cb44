import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { readDocument } from './read-document.js';

const scheme = builtInSchemes.get('hds')!;

const profile: ReaderProfile = {
  format: 'pdf',
  entries: 'Hosts',
  head: ['Provider', 'Service', 'Until'],
  dates: 'day-month-year',
  readOn: { at: 'text', part: 'As of (?<day>.+)$' },
  fields: { provider: 'Provider', service: 'Service', validUntil: 'Until' },
};

type Placed = [left: number, bottom: number, size: number, text: string];

/** A PDF with texts at their places, each page as often as said. */
function pdf(pages: readonly (readonly Placed[])[], copies = 1): Buffer {
  const objects = ['', '', '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'];
  const kids: string[] = [];
  for (const texts of pages) {
    const content = texts.map(([x, y, size, text]) => `BT /F ${size} Tf ${x} ${y} Td (${text}) Tj ET`).join('\n');
    objects.push(`<</Length ${content.length}>>stream\n${content}\nendstream`);
    const contents = objects.length;
    for (let copy = 0; copy < copies; copy += 1) {
      objects.push(
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents ${contents} 0 R>>`,
      );
      kids.push(`${objects.length} 0 R`);
    }
  }
  objects[0] = '<</Type/Catalog/Pages 2 0 R>>';
  objects[1] = `<</Type/Pages/Count ${kids.length}/Kids[${kids.join(' ')}]>>`;
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Root 1 0 R>>\n%%EOF`, 'latin1');
}

const around: Placed[] = [
  [60, 780, 16, 'Hosts of data'],
  [60, 750, 9, 'These are the hosts that we know of, and nobody else is one of them.'],
  [60, 735, 9, 'As of 3 March 2026'],
];
const head: Placed[] = [
  ...([
    [70, 700, 6, 'Provider'],
    [200, 700, 6, 'Service'],
    [400, 700, 6, 'Until'],
  ] as Placed[]),
];
const first: Placed[] = [
  ...([
    [60, 680, 6, 'Nuage'],
    [190, 684, 6, 'Coffre'],
    [190, 676, 6, 'fort'],
    [395, 680, 6, '31/12/2026'],
  ] as Placed[]),
];
const note: Placed = [60, 100, 7, 'A note far below the table.'];

const read = (document: Buffer, over: Partial<ReaderProfile> = {}) =>
  readDocument(document, { ...profile, ...over }, scheme);
const refused = (document: Buffer, over: Partial<ReaderProfile> = {}) =>
  read(document, over).then(
    () => 'read',
    (error: unknown) => (error instanceof Refusal ? error.why.code : error),
  );

describe('the table of a PDF', () => {
  it('is read with cells of several lines, and rows that go on below a repeated head', async () => {
    const second: Placed[] = [
      ...([
        [190, 684, 6, 'nouveau'],
        [60, 660, 6, 'Brume'],
        [190, 660, 6, 'Disque'],
        [395, 660, 6, '01/02/2027'],
      ] as Placed[]),
    ];
    const listing = await read(
      pdf([
        [...around, ...head, ...first, note],
        [...head, ...second],
      ]),
    );
    expect(listing).toMatchObject({ day: '2026-03-03', head: undefined, unreadable: [] });
    expect(listing.entries.map(({ provider, service, validUntil }) => [provider, service, validUntil])).toEqual([
      ['Nuage', 'Coffre fort nouveau', '2026-12-31'],
      ['Brume', 'Disque', '2027-02-01'],
    ]);
  });

  it('is read without the numbers of pages, and with values that stand in one place on each page', async () => {
    const pages = ['2026', '2028', '2027', '2031'].map((year, index): Placed[] => [
      ...(index === 0 ? around : []),
      ...head,
      [60, 680, 6, `Nuage ${year}`],
      [190, 680, 6, 'Coffre'],
      [395, 680, 6, `31/12/${year}`],
      [190, 660, 6, `Page ${index + 7} / 20`],
    ]);
    const { entries } = await read(pdf(pages));
    expect(entries.map(({ provider, service, validUntil }) => [provider, service, validUntil])).toEqual([
      ['Nuage 2026', 'Coffre', '2026-12-31'],
      ['Nuage 2028', 'Coffre', '2028-12-31'],
      ['Nuage 2027', 'Coffre', '2027-12-31'],
      ['Nuage 2031', 'Coffre', '2031-12-31'],
    ]);
  });

  it('is told apart by its head from one whose columns have moved', async () => {
    const moved = head.map(([left, ...rest], index): Placed => [index === 1 ? 400 : index === 2 ? 200 : left, ...rest]);
    const cells = first.map(([left, ...rest]): Placed => [left === 395 ? 195 : left === 190 ? 395 : left, ...rest]);
    const { head: found, entries } = await read(pdf([[...around, ...moved, ...cells]]));
    expect(found).toEqual({ expected: ['Provider', 'Service', 'Until'], found: ['Provider', 'Until', 'Service'] });
    expect(entries).toMatchObject([{ service: 'Coffre fort', validUntil: '2026-12-31' }]);
  });

  it.each([
    ['has ten thousand pages (long)', pdf([[note]], 10_000), 'register-too-many-pages'],
    [
      'has more on a page than anybody can read (long)',
      pdf([[...head, ...Array<Placed>(60_000).fill(note)]]),
      'register-too-many-values',
    ],
    ['has no such table', pdf([[...around, note]]), 'register-fields-missing'],
    [
      'has it in another chapter',
      pdf([[[60, 780, 16, 'Clients'], ...around.slice(1), ...head, ...first]]),
      'register-table-missing',
    ],
    ['is damaged', Buffer.from('%PDF-1.4\n1 0 obj <<'), 'register-pdf-damaged'],
  ])('is refused if the document %s', async (_, document, why) => {
    expect(await refused(document)).toBe(why);
  });
});
