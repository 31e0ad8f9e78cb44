import { describe, expect, it } from '@jest/globals';
import { NewDossierEvent } from '#domain/event/dossier-events.js';
import { uuidOf } from '#event-store/encoding.js';
import { Dice } from '#test/dice.js';
import { applying, hosting, qualified } from './life.js';

describe('the dossiers of the bench', () => {
  it('hold nothing that an officer could not record', () => {
    const lives = [qualified, applying, hosting].flatMap((life) =>
      Array.from({ length: 200 }, (_, nth) => life(uuidOf('dossier', String(nth)), Dice.of(3, nth))),
    );
    const refused = lives.flat().filter(({ event }) => !NewDossierEvent.safeParse(event).success);
    expect(refused).toEqual([]);
    expect(lives.flat().length / lives.length).toBeGreaterThan(2.5);
  });
});
