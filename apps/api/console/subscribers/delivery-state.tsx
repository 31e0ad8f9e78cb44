import type { ShownState } from '#delivery/delivery-filter.js';
import { Badge, type Tone } from '../frame/display.js';
import type { ThisPage } from '../frame/page.js';
import { DELIVERY_WORDS } from './delivery-words.js';

const TONES: Record<ShownState, Tone> = {
  planned: 'plain',
  claimed: 'plain',
  sent: 'good',
  failed: 'bad',
  cancelled: 'plain',
  held: 'warn',
};

export const DeliveryState = ({ page, state }: { page: ThisPage; state: ShownState }) => (
  <Badge tone={TONES[state]}>{DELIVERY_WORDS[page.language].state[state]}</Badge>
);
