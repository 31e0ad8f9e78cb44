import type { Need } from '../../api/http/request.js';
import { may, type PageContext } from './page.js';

export const MENU_GROUPS = ['ledger', 'work', 'admin'] as const;

export type MenuGroupName = (typeof MENU_GROUPS)[number];

interface MenuPlace {
  menuEntry: string;
  path: string;
  need: Need;
  /** `end`: beside the language and the session. */
  group: MenuGroupName | 'end';
  /** Leads there after `g`. */
  key?: string;
}

export const MENU = [
  { menuEntry: 'board', path: '/', need: 'public-read', group: 'ledger', key: 'b' },
  { menuEntry: 'overview', path: '/overview', need: 'public-read', group: 'ledger', key: 'o' },
  { menuEntry: 'deadlines', path: '/deadlines', need: 'public-read', group: 'ledger', key: 'd' },
  { menuEntry: 'providers', path: '/providers', need: 'public-read', group: 'ledger', key: 'p' },
  { menuEntry: 'grants', path: '/grants', need: 'public-read', group: 'ledger', key: 'g' },
  { menuEntry: 'schemes', path: '/schemes', need: 'public-read', group: 'ledger', key: 's' },
  { menuEntry: 'registers', path: '/registers', need: 'public-read', group: 'ledger', key: 'r' },
  { menuEntry: 'import', path: '/import', need: 'record', group: 'work', key: 'i' },
  { menuEntry: 'approvals', path: '/approvals', need: 'record', group: 'work', key: 'a' },
  { menuEntry: 'subscribers', path: '/subscribers', need: 'record', group: 'work', key: 'u' },
  { menuEntry: 'views', path: '/views', need: 'read', group: 'work', key: 'v' },
  { menuEntry: 'accounts', path: '/accounts', need: 'admin', group: 'admin', key: 'c' },
  { menuEntry: 'activity', path: '/activity', need: 'admin', group: 'admin', key: 'j' },
  { menuEntry: 'mails', path: '/mails', need: 'admin', group: 'admin', key: 'm' },
  { menuEntry: 'search', path: '/search', need: 'public-read', group: 'end' },
  { menuEntry: 'help', path: '/help', need: 'nothing', group: 'end', key: 'h' },
] as const satisfies readonly MenuPlace[];

export type MenuEntry = (typeof MENU)[number]['menuEntry'];

/** The places that the reader may open. */
export const placesFor = (page: PageContext): (typeof MENU)[number][] => MENU.filter(({ need }) => may(page, need));
