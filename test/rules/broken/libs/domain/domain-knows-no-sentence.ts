export { en } from '../language/en.js';
