export { innocent } from '#nowhere/innocent.js';
