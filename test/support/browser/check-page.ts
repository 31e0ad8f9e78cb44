import { axeFaults } from '#test/browser/axe.js';
import { overflowFaults } from '#test/browser/overflow.js';
import { sizeOf, type Visit } from '#test/browser/visit.js';

/**
 * What is wrong with the page that a visit has come to, as its reader, in both themes and widths, with all that the
 * browser complained of on the way. It is loaded once: the themes differ in colours only, and the widths in what fits
 * and how large a finger's targets are. The page is left as it was found.
 */
export async function checkPage({ page, reader, complaints }: Visit): Promise<string[]> {
  const faults: string[] = [];
  const look = async (seen: string, found: Promise<string[]>): Promise<void> => {
    for (const fault of await found) faults.push(`${seen}: ${fault}`);
  };
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(sizeOf(1440));
  await look('light, 1440', overflowFaults(page));
  if (reader.script) await look('light, 1440', axeFaults(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  if (reader.script) await look('dark, 1440', axeFaults(page, ['color-contrast']));
  await page.setViewportSize(sizeOf(360));
  await look('360', overflowFaults(page));
  if (reader.script) await look('360', axeFaults(page, ['target-size']));
  await page.emulateMedia({ colorScheme: reader.theme });
  await page.setViewportSize(sizeOf(reader.width));
  return [...complaints, ...faults];
}
