import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { chromium as playwright, type Browser, type BrowserContext, type Request, type Page } from 'playwright-core';

const pack = resolve(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../..');

/** The package's own names folders of the service that it is made for. This finds the typeface wherever the folder is. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">font-cache</cachedir>
</fontconfig>
`;

/**
 * The folder of Chromium, which comes packed: unpacked once per installation. That is done beside the place where it
 * stays and moved there as a whole: processes that start at once never see half of it, nor does one that comes after a
 * kill.
 */
async function unpackedChromium(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(pack, 'package.json'), 'utf8')) as { version: string };
  const cache = resolve(pack, '../../.cache/jalon');
  const place = join(cache, `chromium-${version}`);
  if (existsSync(place)) return place;
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(`${place}-`);
  try {
    await unpackInto(beside);
    await rename(beside, place).catch((error: unknown) => {
      if (!existsSync(place)) throw error; // else another process was first, with the very same files
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return place;
}

async function unpackInto(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const archive of ['al2023.tar', 'fonts.tar']) {
    const file = join(folder, archive);
    await unpack(`${archive}.br`, file);
    await promisify(execFile)('tar', ['-x', '--no-same-owner', '-C', folder, '-f', file]);
    await rm(file);
  }
  await writeFile(join(folder, 'fonts.conf'), FONTS);
  await unpack('chromium.br', join(folder, 'chromium'), 0o755);
}

const unpack = (file: string, to: string, mode = 0o644): Promise<void> =>
  pipeline(
    createReadStream(join(pack, 'bin', file), { highWaterMark: 2 ** 20 }),
    createBrotliDecompress({ chunkSize: 2 ** 20 }),
    createWriteStream(to, { mode }),
  );

interface Chromium {
  executablePath: string;
  env: Record<string, string>;
  args: string[];
}

/** Leads to this machine, and is to the browser a host like any other: without https, no secure context. */
export const LAN_NAME = 'ledger.lan';

/** Chromium as it starts on a bare machine, as root or as anyone: with the libraries and the typeface of its package. */
async function chromium(): Promise<Chromium> {
  const folder = await unpackedChromium();
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      HOME: folder,
      LD_LIBRARY_PATH: join(folder, 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      XDG_CACHE_HOME: folder,
    },
    args: ['--disable-gpu', '--font-render-hinting=none', `--host-resolver-rules=MAP ${LAN_NAME} 127.0.0.1`],
  };
}

/** The browser of a spec file: it starts with the first visit, and whoever made it ends it after the last test. */
export class Browsing {
  private starting: Promise<Browser> | undefined;

  /** A visitor who was never there, and who will look at no other host than that of `home`. */
  async visit(home: string, reader: Reader): Promise<Visit> {
    this.starting ??= chromium().then((program) => playwright.launch(program));
    return openVisit(await this.starting, home, reader);
  }

  async close(): Promise<void> {
    const started = await this.starting;
    this.starting = undefined;
    await started?.close();
  }
}

/**
 * What the browser finds wrong with the pages of a visit, as it comes: errors of scripts, what a content security
 * policy stopped, what could not be fetched, and every request that leaves for another host. The status of a page
 * itself is no complaint: a test may ask for one that is refused.
 */
function complaintsOf(context: BrowserContext, home: string): string[] {
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

export interface Reader {
  language: 'fr' | 'en';
  theme?: 'light' | 'dark';
  width?: Width;
  /** Without, nothing of what a page brings along is run. */
  script?: boolean;
}

type Width = 360 | 1440;

export interface Visit {
  page: Page;
  /** Has the cookies. */
  context: BrowserContext;
  reader: Required<Reader>;
  /** What the browser found wrong so far, on all pages of the visit: must be empty at its end. */
  complaints: string[];
  close(): Promise<void>;
}

export const sizeOf = (width: Width) => ({ width, height: width === 360 ? 740 : 900 });

/** Paths are taken as those of `home`. */
async function openVisit(browser: Browser, home: string, reader: Reader): Promise<Visit> {
  const whole = { theme: 'light', width: 1440, script: true, ...reader } as const;
  const context = await browser.newContext({
    baseURL: home,
    locale: { fr: 'fr-FR', en: 'en-GB' }[whole.language],
    timezoneId: 'Europe/Paris',
    colorScheme: whole.theme,
    reducedMotion: 'reduce', // colours are measured at once
    viewport: sizeOf(whole.width),
    javaScriptEnabled: whole.script,
  });
  context.setDefaultTimeout(40_000); // it names what it waited for, which the timeout of a test does not
  const complaints = complaintsOf(context, home);
  const page = await context.newPage();
  return { page, context, reader: whole, complaints, close: () => context.close() };
}
