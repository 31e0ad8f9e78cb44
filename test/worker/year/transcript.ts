import { cast } from './cast.js';
import type { Done } from './story.js';
import type { Told } from './told.js';
import { onTheWall, weekdayOf } from './wall-time.js';

/** What was done and what was told, in the order of time, a line each. */
export function transcriptOf(told: readonly Told[], done: readonly Done[]): string[] {
  const lines = [
    ...done.map((deed) => ({ at: deed.at, rank: 0, line: lineOf(deed.at, 'Europe/Paris', '*', '', deed.what) })),
    ...told.map((one) => ({ at: minuteOf(one.at), rank: 1, ...rankIn(one), line: tellingOf(one) })),
  ];
  return lines
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.rank - b.rank || compareTold(a, b))
    .map(({ line }) => line);
}

interface Ranked {
  who?: number;
  message?: string;
  daysLeft?: number;
  line: string;
}

const rankIn = ({ to, message, about: { daysLeft } }: Told) => ({ who: cast.indexOf(to), message, daysLeft });

/** By reader, then by message, most urgent first. */
const compareTold = (a: Ranked, b: Ranked): number =>
  (a.who ?? 0) - (b.who ?? 0) ||
  (a.message ?? '').localeCompare(b.message ?? '') ||
  (a.daysLeft ?? 0) - (b.daysLeft ?? 0) ||
  a.line.localeCompare(b.line, 'en');

const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);

function tellingOf({ at, to, of, about }: Told): string {
  const { provider, service, kind, title, due, escalation } = about;
  const whose = service === null ? provider : `${provider}, ${service}`;
  const which = [...(title === null ? [] : [title]), due].join(', ');
  const what = `${whose}: ${KINDS[kind] ?? kind} ${when(about)} (${which})`;
  const digest = of > 1 ? `1 of ${of}` : '';
  return lineOf(at, to.zone, to.name, digest, escalation ? `escalated: ${what}` : what);
}

function lineOf(at: Date, zone: string, who: string, digest: string, what: string): string {
  const [day = '', time = ''] = onTheWall(at, zone).split(' ');
  return `${weekdayOf(day)} ${day} ${time}  ${who.padEnd(8)}  ${digest.padEnd(6)}  ${what}`;
}

const KINDS: Record<string, string> = {
  'grant-end': 'end of validity',
  'dependency-end': 'end of validity of a dependency',
  'renewal-window': 'renewal to be asked for',
  reservation: 'reservation to be lifted',
  target: 'announced target',
  staleness: 'update expected',
  'officer-set': 'deadline',
};

function when({ daysLeft }: Pick<Told['about'], 'daysLeft'>): string {
  if (daysLeft === 0) return 'today';
  const days = `${Math.abs(daysLeft)} ${Math.abs(daysLeft) === 1 ? 'day' : 'days'}`;
  return daysLeft > 0 ? `in ${days}` : `${days} ago`;
}
