import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type * as Pdf from 'pdfjs-dist';
import { reason } from '#domain/refusal.js';
import { documentRefused } from './raw-entry.js';

/** From the left and the bottom of the page, in points. */
export interface Box {
  left: number;
  bottom: number;
  right: number;
  top: number;
}

export type PlacedText = Box & { text: string };

/** What stands where on a page. */
export interface PdfPage {
  texts: PlacedText[];
  /** Of lines and of filled areas, such as the cells of a table. */
  shapes: Box[];
  links: (Box & { url: string })[];
}

const LIMITS = {
  pages: 2_000,
  /** Of the process, in megabytes: a compressed stream of a few kilobytes grows to gigabytes. */
  memory: 1_000,
  seconds: 120,
  /** Texts and shapes of all pages. */
  parts: 2_000_000,
};

/**
 * What stands where in a PDF. It is taken apart by a process of its own, which is given the document and nothing else, and is
 * ended when it takes too long or too much memory: what a PDF makes its reader do cannot be bounded otherwise.
 *
 * @throws Refusal register-document-invalid
 */
export async function pdfPages(bytes: Buffer): Promise<PdfPage[]> {
  const library = import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs');
  const program = `import * as pdf from ${JSON.stringify(library)}; await (${takeApart.toString()})(pdf, ${JSON.stringify(LIMITS)});`;
  const child = spawn(process.execPath, ['--max-old-space-size=512', '--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {},
    timeout: LIMITS.seconds * 1_000,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'close');
  child.stdin.on('error', () => undefined); // it may have ended before it has read all
  child.stdin.end(bytes);
  const pieces: Buffer[] = [];
  for await (const piece of child.stdout) pieces.push(piece as Buffer);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw documentRefused(reason('register-pdf-too-large', { seconds: LIMITS.seconds, megabytes: LIMITS.memory }));
  const found = JSON.parse(Buffer.concat(pieces).toString('utf8')) as PdfPage[] | { problem: 'pages' | 'damaged' | 'password' };
  if (Array.isArray(found)) return found;
  switch (found.problem) {
    case 'pages':
      throw documentRefused(reason('register-too-many-pages', { maximum: LIMITS.pages }));
    case 'password':
      throw documentRefused(reason('workbook-encrypted'));
    case 'damaged':
      throw documentRefused(reason('register-pdf-damaged'));
  }
}

/** The program of that process, which knows nothing of this module. */
async function takeApart(pdf: typeof Pdf, limits: typeof LIMITS): Promise<void> {
  const { Worker } = await import('node:worker_threads');
  const watch = `setInterval(() => { if (process.memoryUsage.rss() > ${limits.memory * 1024 * 1024}) process.kill(process.pid, 'SIGKILL'); }, 20)`;
  new Worker(watch, { eval: true }).unref();

  const readPage = async (page: Pdf.PDFPageProxy): Promise<PdfPage> => {
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item) => {
      if (!('str' in item) || item.str.trim() === '') return [];
      const [, , , , left, bottom] = item.transform as number[];
      if (left === undefined || bottom === undefined) return [];
      return [{ text: item.str, left, bottom, right: left + item.width, top: bottom + item.height }];
    });
    const links = (await page.getAnnotations()).flatMap(({ url, rect }: { url?: string; rect?: number[] }) => {
      const [left = 0, bottom = 0, right = 0, top = 0] = rect ?? [];
      return url === undefined ? [] : [{ url, left, bottom, right, top }];
    });
    const { fnArray, argsArray } = await page.getOperatorList();
    const shapes: Box[] = [];
    let matrix = [1, 0, 0, 1, 0, 0];
    const kept: number[][] = [];
    fnArray.forEach((operation, index) => {
      const [first, , bounds] = argsArray[index] as [unknown, unknown, ArrayLike<number> | undefined];
      if (operation === pdf.OPS.save) kept.push(matrix);
      else if (operation === pdf.OPS.restore) matrix = kept.pop() ?? matrix;
      else if (operation === pdf.OPS.transform) matrix = pdf.Util.transform(matrix, argsArray[index] as number[]) as number[];
      else if (operation === pdf.OPS.constructPath && first !== pdf.OPS.endPath && bounds) {
        const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
        const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = Array.from(bounds);
        const xs = [a * x0 + c * y0 + e, a * x1 + c * y1 + e];
        const ys = [b * x0 + d * y0 + f, b * x1 + d * y1 + f];
        shapes.push({ left: Math.min(...xs), bottom: Math.min(...ys), right: Math.max(...xs), top: Math.max(...ys) });
      }
    });
    return { texts, shapes, links };
  };

  const read = async (): Promise<PdfPage[] | { problem: 'pages' | 'damaged' | 'password' }> => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    try {
      const data = new Uint8Array(Buffer.concat(chunks));
      const options = { isEvalSupported: false, disableFontFace: true, useSystemFonts: false, verbosity: 0 };
      const document = await pdf.getDocument({ data, maxImageSize: 1, ...options }).promise;
      if (document.numPages > limits.pages) return { problem: 'pages' };
      const pages: PdfPage[] = [];
      let parts = 0;
      for (let number = 1; number <= document.numPages; number += 1) {
        const page = await document.getPage(number);
        const found = await readPage(page);
        page.cleanup();
        pages.push(found);
        parts += found.texts.length + found.shapes.length;
        if (parts > limits.parts) process.exit(1);
      }
      return pages;
    } catch (error) { console.error(error);
      return { problem: (error as Error).name === 'PasswordException' ? 'password' : 'damaged' };
    }
  };

  const found = JSON.stringify(await read());
  process.stdout.write(found, () => process.exit(0));
}
