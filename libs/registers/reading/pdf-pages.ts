import type * as Pdf from 'pdfjs-dist';
import { reason } from '#domain/refusal.js';
import { apart } from './apart.js';
import { documentRefused } from './raw-entry.js';

/** From the left and the bottom of the page, in points. */
export interface Box {
  left: number;
  bottom: number;
  right: number;
  top: number;
}

export type PlacedText = Box & { text: string };

export interface PdfPage {
  texts: PlacedText[];
  /** Of lines and of filled areas, such as the cells of a table. */
  shapes: Box[];
  links: (Box & { url: string })[];
}

/** Of a document that is no PDF of a register. */
type Problem = 'pages' | 'parts' | 'damaged' | 'password';

const LIMITS = {
  pages: 2_000,
  /** Texts and shapes. */
  parts: 2_000_000,
  /** Of a page, whose rows are compared with its shapes. */
  partsOfPage: 50_000,
};

/**
 * What stands where in a PDF.
 *
 * @param words shapes and links are looked for on pages with any of these texts only
 * @throws Refusal register-document-invalid
 */
export async function pdfPages(bytes: Buffer, words: readonly string[]): Promise<PdfPage[]> {
  const found = await apart(bytes, 'pdfjs-dist/legacy/build/pdf.mjs', takeApart, { words, limits: LIMITS });
  if (Array.isArray(found)) return found;
  switch (found.problem) {
    case 'pages':
      throw documentRefused(reason('register-too-many-pages', { maximum: LIMITS.pages }));
    case 'parts':
      throw documentRefused(reason('register-too-many-values', { maximum: LIMITS.partsOfPage }));
    case 'password':
      throw documentRefused(reason('register-pdf-password'));
    case 'damaged':
      throw documentRefused(reason('register-pdf-damaged'));
  }
}

/** See `apart`. */
async function takeApart(
  pdf: typeof Pdf,
  bytes: Buffer,
  { words, limits }: { words: readonly string[]; limits: typeof LIMITS },
): Promise<PdfPage[] | { problem: Problem }> {
  const bare = (text: string): string => text.replace(/[\s\u00ad]/g, '').toLowerCase();
  const wanted = words.map((word) => bare(word.replace(/\(.*/, '')));

  const readPage = async (page: Pdf.PDFPageProxy): Promise<PdfPage> => {
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item) => {
      if (!('str' in item) || item.str.trim() === '') return [];
      const [, , , , left, bottom] = item.transform as number[];
      if (left === undefined || bottom === undefined) return [];
      return [{ text: item.str, left, bottom, right: left + item.width, top: bottom + item.height }];
    });
    const whole = bare(texts.map(({ text }) => text).join(''));
    if (!wanted.some((word) => whole.includes(word))) return { texts, shapes: [], links: [] };
    const links = (await page.getAnnotations()).flatMap(({ url, rect }: { url?: string; rect?: number[] }) => {
      const [left = 0, bottom = 0, right = 0, top = 0] = rect ?? [];
      return url === undefined ? [] : [{ url, left, bottom, right, top }];
    });
    const { fnArray, argsArray } = await page.getOperatorList();
    const shapes: Box[] = [];
    let matrix = [1, 0, 0, 1, 0, 0];
    const kept: number[][] = [];
    fnArray.forEach((operation, index) => {
      const [first, , bounds] = (argsArray[index] ?? []) as [unknown, unknown, ArrayLike<number> | undefined];
      if (operation === pdf.OPS.save) kept.push(matrix);
      else if (operation === pdf.OPS.restore) matrix = kept.pop() ?? matrix;
      else if (operation === pdf.OPS.transform)
        matrix = pdf.Util.transform(matrix, argsArray[index] as number[]) as number[];
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

  try {
    const options = { isEvalSupported: false, disableFontFace: true, useSystemFonts: false, verbosity: 0 };
    const document = await pdf.getDocument({ data: new Uint8Array(bytes), maxImageSize: 1, ...options }).promise;
    if (document.numPages > limits.pages) return { problem: 'pages' };
    const pages: PdfPage[] = [];
    let parts = 0;
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const found = await readPage(page);
      pages.push(found);
      const here = found.texts.length + found.shapes.length;
      parts += here;
      if (here > limits.partsOfPage || parts > limits.parts) return { problem: 'parts' };
    }
    return pages;
  } catch (error) {
    return { problem: (error as Error).name === 'PasswordException' ? 'password' : 'damaged' };
  }
}
