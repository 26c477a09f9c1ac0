// The API documents, and a page (Swagger UI) to read and try them. It loads nothing from other hosts and has no inline script.
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Refused } from '../../domain/errors.ts';
import { documentFile, type Listener } from '../bind/document.ts';

export interface DocsFile {
  readonly type: string;
  readonly body: string | Readable;
}

/** Documents with the listeners that serve them, the most used first. */
// prettier-ignore
const DOCUMENTS = [
  { stem: 'management-v2',  listener: 'public' },
  { stem: 'devices-v1',     listener: 'public' },
  { stem: 'tenant-devices', listener: 'public' },
  { stem: 'internal-v1',    listener: 'internal' },
  { stem: 'well-known',     listener: 'both' },
] as const;

export interface PageScope {
  readonly listeners: readonly Listener[];
  /** True to serve the page also on a listener with only the public APIs. */
  readonly onPublic: boolean;
}

/** Returns the documents that the page shows: those with operations on these listeners. None if the page is not served. */
export function documentsOn({ listeners, onPublic }: PageScope): readonly string[] {
  if (!listeners.includes('internal') && !onPublic) return [];
  return DOCUMENTS.filter(
    ({ stem, listener }) => (listener === 'both' || listeners.includes(listener)) && existsSync(documentFile(stem)),
  ).map(({ stem }) => stem);
}

/** The build copies these files; a checkout uses the package itself. */
const ASSETS = ['../../docs/', '../../../node_modules/swagger-ui-dist/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

/** Returns the page. Refuses with `not_found` if it is not served. */
export function docsPage(documents: readonly string[]): string {
  if (documents.length === 0) throw notFound();
  return PAGE;
}

/** Returns any document or a file of the page. Refuses every other name with `not_found`. */
export async function docsFile(name: string, documents: readonly string[]): Promise<DocsFile> {
  if (documents.length === 0) throw notFound();
  if (name === 'start.js') return { type: 'text/javascript; charset=utf-8', body: start(documents) };
  const document = DOCUMENTS.find(({ stem }) => name === `${stem}.yaml` && existsSync(documentFile(stem)));
  if (document !== undefined)
    return { type: 'application/yaml; charset=utf-8', body: await readFile(documentFile(document.stem), 'utf8') };
  const type = ASSET_TYPES.get(name);
  const folder = ASSETS.find((candidate) => existsSync(candidate + name));
  if (type === undefined || folder === undefined) throw notFound();
  return { type, body: createReadStream(folder + name) };
}

const notFound = () => new Refused('not_found', 'not found');

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

/** Leaves out the logo: its inline style breaks the content security policy. */
const start = (stems: readonly string[]): string => `SwaggerUIBundle({
  dom_id: '#documents',
  urls: ${JSON.stringify(stems.map((name) => ({ name, url: `/openapi/${name}.yaml` })))},
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  plugins: [() => ({ components: { Logo: () => null } })],
  layout: 'StandaloneLayout',
  validatorUrl: null,
  deepLinking: true,
  tryItOutEnabled: true,
});
`;
