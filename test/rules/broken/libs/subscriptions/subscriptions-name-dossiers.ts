export { innocent } from '#transfer/innocent.js';
