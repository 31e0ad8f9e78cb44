import { deflateSync } from 'node:zlib';

/** Small files of each type that is taken as evidence. */
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
export const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), deflateSync(Buffer.alloc(20))]);
export const MAIL = Buffer.from(
  'From: ANSSI <qualification@example.org>\r\nDate: Wed, 25 Nov 2026 10:00:00 +0100\r\nSubject: =?utf-8?Q?D=C3=A9cision?=\r\n\r\nBonjour\r\n',
);

const PAGE = '<!doctype html><script>alert(1)</script>';

interface Hostile {
  name: string;
  bytes: Buffer;
  /** The media type that its sender claims. */
  claims: string;
}

/** Files that claim to be what they are not, and are refused. */
export const REFUSED: readonly Hostile[] = [
  { name: 'page.html', bytes: Buffer.from(PAGE), claims: 'application/pdf' },
  {
    name: 'drawing.svg',
    bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    claims: 'image/png',
  },
  { name: 'page-then.pdf', bytes: Buffer.concat([Buffer.from(PAGE), PDF]), claims: 'application/pdf' },
  { name: 'bomb.zip', bytes: Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'), claims: 'application/pdf' },
  { name: 'bomb.gz', bytes: Buffer.from('\x1f\x8b\x08\0\0\0\0\0', 'latin1'), claims: 'application/pdf' },
  { name: 'tool.pdf', bytes: Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), claims: 'application/pdf' },
  { name: 'script.pdf', bytes: Buffer.from('#!/bin/sh\nrm -rf /\n'), claims: 'application/pdf' },
  { name: 'macro.pdf', bytes: Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), claims: 'application/pdf' },
  { name: 'text.eml', bytes: Buffer.from('To whom it may concern\n\nFrom: nobody\n'), claims: 'message/rfc822' },
  { name: 'page.eml', bytes: Buffer.from(`${PAGE}\nFrom: a\nDate: b\n\n`), claims: 'message/rfc822' },
  { name: 'short.pdf', bytes: Buffer.from('%PDF'), claims: 'application/pdf' },
];

/** Files that are of two types at once: taken as the one that their first bytes say, and served as that alone. */
export const POLYGLOTS: readonly (Hostile & { type: string; savedAs: string })[] = [
  {
    ...{ name: 'page.html', bytes: Buffer.concat([PDF, Buffer.from(PAGE)]), claims: 'text/html' },
    ...{ type: 'application/pdf', savedAs: 'page.html.pdf' },
  },
  {
    ...{ name: 'script.js', bytes: Buffer.from('GIF89a=1;/*\0\0*/alert(1)//', 'latin1'), claims: 'text/javascript' },
    ...{ type: 'image/gif', savedAs: 'script.js.gif' },
  },
  {
    ...{ name: 'mail.html', bytes: Buffer.concat([MAIL, Buffer.from(PAGE)]), claims: 'text/html' },
    ...{ type: 'message/rfc822', savedAs: 'mail.html.eml' },
  },
];
