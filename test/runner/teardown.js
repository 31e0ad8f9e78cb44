import { end } from './setup.js';

export default () => end();
