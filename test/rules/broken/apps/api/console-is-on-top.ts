export { pages } from '../console/pages.js';
