// `npm start`: builds what is missing and becomes the service, in this very process, so that signals reach it.
import { build } from './build.mjs';

build();
await import('../dist/main.js');
