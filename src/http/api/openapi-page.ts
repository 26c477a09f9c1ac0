// The API documents and a page to read them in, from this service alone: nothing is fetched from elsewhere, no script is inline.
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Refused } from '../../domain/errors.ts';
import { documentFile } from '../bind/document.ts';

export interface DocsFile {
  readonly type: string;
  readonly body: string | Readable;
}

const STEMS = ['management-v2', 'devices-v1', 'internal-v1', 'tenant-devices', 'well-known'] as const;

/** Copied beside the build; in a checkout, the package itself. */
const ASSETS = ['../../docs/', '../../../node_modules/swagger-ui-dist/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

export const docsPage = (): string => PAGE;

/** Refuses every other name with `not_found`. */
export async function docsFile(name: string): Promise<DocsFile> {
  if (name === 'start.js') return { type: 'text/javascript; charset=utf-8', body: start(documents()) };
  const stem = documents().find((known) => name === `${known}.yaml`);
  if (stem !== undefined)
    return { type: 'application/yaml; charset=utf-8', body: await readFile(documentFile(stem), 'utf8') };
  const type = ASSET_TYPES.get(name);
  const folder = ASSETS.find((candidate) => existsSync(candidate + name));
  if (type === undefined || folder === undefined) throw new Refused('not_found', 'not found');
  return { type, body: createReadStream(folder + name) };
}

const documents = (): readonly string[] => STEMS.filter((stem) => existsSync(documentFile(stem)));

const ASSET_TYPES: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['index.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui-standalone-preset.js', 'text/javascript; charset=utf-8'],
]);

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>devauth API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/openapi/swagger-ui.css">
<link rel="stylesheet" href="/openapi/index.css">
</head>
<body>
<div id="documents"></div>
<script src="/openapi/swagger-ui-bundle.js"></script>
<script src="/openapi/swagger-ui-standalone-preset.js"></script>
<script src="/openapi/start.js"></script>
</body>
</html>
`;

/** The logo brings an inline style along, which the policy forbids. */
const start = (stems: readonly string[]): string => `SwaggerUIBundle({
  dom_id: '#documents',
  urls: ${JSON.stringify(stems.map((name) => ({ name, url: `/openapi/${name}.yaml` })))},
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  plugins: [() => ({ components: { Logo: () => null } })],
  layout: 'StandaloneLayout',
  validatorUrl: null,
  deepLinking: true,
});
`;
