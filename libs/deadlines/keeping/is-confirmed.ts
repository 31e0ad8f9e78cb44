import { sql } from 'kysely';

/** Of `deadline`: it rests on a confirmed fact. One that was kept before deadlines said so is none, until it is planned again. */
export const isConfirmed = sql<boolean>`coalesce((deadline.body ->> 'confirmed')::boolean, false)`;
