export { innocent } from '../worker/innocent.js';
