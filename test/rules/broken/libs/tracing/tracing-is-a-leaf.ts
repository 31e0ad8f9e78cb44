export { innocent } from '#domain/innocent.js';
