import { Dice } from '#test/dice.js';

export interface DossierShape {
  scheme: string;
  service: string;
  kinds: string;
  /** Its scope was unknown at first. */
  openedWithout: boolean;
}

export interface ProviderShape {
  name: string;
  dossiers: DossierShape[];
}

const CONSONANTS = 'bcdfglmnprstvz';
const VOWELS = 'aeiou';
const ENDINGS = ['', ' Cloud', ' Numérique', '.cloud', ' Hébergement', ' Santé', ' Systems'] as const;
const SERVICES = [
  'SNC Cloud Platform',
  'Hosted Private Cloud powered by VMware',
  'Bare Metal Pod',
  'Secured IaaS',
  'Plateforme des services cloud',
  'Work, Meet and Share',
] as const;
const KINDS = ['IaaS', 'SaaS', 'PaaS', 'IaaS;PaaS;CaaS'] as const;

/** What providers and services are called is known from their number alone, so that others can depend on them. */
export function providerShape(seed: number, index: number): ProviderShape {
  const dice = Dice.of(seed, index, 1);
  const count = dossiersOf(index);
  const openedWithout = index % 9 === 0;
  const first = dice.between(0, SERVICES.length - 1);
  const dossiers = Array.from({ length: count }, (_, nth): DossierShape => ({
    scheme: dice.chance(0.95) ? 'secnumcloud' : dice.pick(['hds', 'hds', 'iso-27001']),
    service: SERVICES[(first + nth) % SERVICES.length] ?? SERVICES[0],
    kinds: dice.pick(KINDS),
    openedWithout,
  }));
  return { name: nameOf(index) + dice.pick(ENDINGS), dossiers };
}

/** As in the real ledger: of nine providers one has three dossiers, and one begins without a scope. */
export const dossiersOf = (index: number): number => (index % 9 === 1 ? 3 : 1);

/** Syllables of two letters, so that no two numbers share a name; below 343,000. */
function nameOf(index: number): string {
  const syllables = CONSONANTS.length * VOWELS.length;
  const mixed = (index * 7919) % syllables ** 3;
  const name = [mixed % syllables, Math.floor(mixed / syllables) % syllables, Math.floor(mixed / syllables ** 2)]
    .map((syllable) => `${CONSONANTS[syllable % 14] ?? ''}${VOWELS[Math.floor(syllable / 14)] ?? ''}`)
    .join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
