import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { outlookOf, type Outlook } from './outlook.js';
import { planReminders } from './plan-reminders.js';
import type { Planning, Recipient } from './planning.js';
import { storeDeadlines } from './store-deadlines.js';

/** Dossiers read at once. */
const ABREAST = 4;

/**
 * Brings dossiers' deadlines to how they stand today, and the reminders of them with it: those of dates that moved are
 * superseded, those of deadlines met or gone are cancelled, new ones are planned. Doing it again changes nothing.
 */
export async function planDossiers(
  planning: Planning,
  dossiers: readonly string[],
  recipients: readonly Recipient[],
  tx: Transaction<Database>,
): Promise<void> {
  const outlooks = await outlooksOf(planning, dossiers);
  if (outlooks.length === 0) return;
  await storePlans(tx, outlooks);
  const news = await storeDeadlines(tx, outlooks);
  const places = new Map(outlooks.map((outlook) => [outlook.dossier, outlook]));
  const wants = (recipient: Recipient, dossier: string): boolean => {
    const place = places.get(dossier);
    return place !== undefined && recipient.wants(place);
  };
  const wanted = news.flatMap((deadline) =>
    recipients.filter((recipient) => wants(recipient, deadline.dossier)).map((recipient) => ({ deadline, recipient })),
  );
  await planReminders(tx, wanted, planning.zone);
}

async function outlooksOf(planning: Planning, dossiers: readonly string[]): Promise<Outlook[]> {
  const today = planning.clock.today(planning.zone);
  const outlooks: Outlook[] = [];
  for (let start = 0; start < dossiers.length; start += ABREAST) {
    const some = dossiers.slice(start, start + ABREAST).map((dossier) => outlookOf(planning, dossier, today));
    for (const outlook of await Promise.all(some)) if (outlook) outlooks.push(outlook);
  }
  return outlooks;
}

async function storePlans(tx: Transaction<Database>, outlooks: readonly Outlook[]): Promise<void> {
  const rows = outlooks.map(({ dossier, provider, scheme, dependsOn, nextTurn }) => ({
    dossier,
    provider,
    scheme,
    depends_on: dependsOn,
    next_turn: nextTurn,
  }));
  await sql`
    insert into dossier_plan (dossier, provider, scheme, depends_on, next_turn)
    select dossier, provider, scheme, depends_on, next_turn
    from jsonb_populate_recordset(null::dossier_plan, ${JSON.stringify(rows)})
    on conflict (dossier) do update set
      provider = excluded.provider, scheme = excluded.scheme,
      depends_on = excluded.depends_on, next_turn = excluded.next_turn
  `.execute(tx);
}
