export { innocent } from '#providers/innocent.js';
