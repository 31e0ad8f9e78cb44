export { innocent } from '../../apps/api/innocent.js';
