import { actorOf, type Principal } from '#access/principal.js';
import type { Activity } from '#access/activities.js';

/** Of the address only its domain is kept: activity cannot be erased. */
export const suppressionLifted = (caller: Principal, address: string): Activity => ({
  actor: actorOf(caller),
  act: 'suppression-lifted',
  details: { domain: address.slice(address.lastIndexOf('@') + 1).toLowerCase() },
});
