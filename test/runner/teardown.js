export { end as default } from './setup.js';
