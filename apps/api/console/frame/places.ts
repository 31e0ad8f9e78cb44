import type { Need } from '../../auth/needs.js';

/** What the menu leads to, in its order. */
export const PLACES = [
  { place: 'board', path: '/', need: 'public-read' },
  { place: 'providers', path: '/providers', need: 'public-read' },
  { place: 'grants', path: '/grants', need: 'public-read' },
  { place: 'deadlines', path: '/deadlines', need: 'public-read' },
  { place: 'schemes', path: '/schemes', need: 'public-read' },
  { place: 'import', path: '/import', need: 'record' },
  { place: 'subscribers', path: '/subscribers', need: 'record' },
  { place: 'mails', path: '/mails', need: 'admin' },
  { place: 'help', path: '/help', need: 'nothing' },
] as const satisfies readonly { place: string; path: string; need: Need }[];

export type Place = (typeof PLACES)[number]['place'];
