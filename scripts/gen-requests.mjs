// What the validator of requests needs of the API documents (D14): parameters and bodies, without answers and texts. It walks through the
// whole document once for each operation, and answers are most of it. `npm run gen` writes src/http/bind/gen/requests.gen.ts.
import $RefParser from '@apidevtools/json-schema-ref-parser';
import { METHODS } from './gen-operations.mjs';

/** Returns the text of the module, from the stems of the documents. */
export async function requestsModule(stems) {
  const lines = await Promise.all(stems.map(async (stem) => `  '${stem}':\n    ${literal(await requestsOf(stem))},`));
  return [
    '// Made from api/*.yaml by `npm run gen`.',
    "import type { DocumentStem } from '../../routes.ts';",
    '',
    '/** OpenAPI documents without answers, as JSON. */',
    'export const REQUESTS: Readonly<Record<DocumentStem, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

const literal = (document) => `'${JSON.stringify(document).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

async function requestsOf(stem) {
  const { openapi, info, servers, security, paths, components } = await $RefParser.parse(`api/${stem}.yaml`);
  const ofRequests = Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, ofItem(item)]));
  return withoutTexts({
    openapi,
    info: { title: info.title, version: info.version },
    servers,
    security,
    paths: ofRequests,
    components: { ...reachable(ofRequests, components), securitySchemes: components?.securitySchemes },
  });
}

/** OpenAPI requires `responses`. */
const ofItem = (item) =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, METHODS.includes(name) ? { ...value, responses: {} } : value]),
  );

const TEXTS = ['summary', 'description', 'tags', 'example', 'examples'];

/** Leaves texts and examples out. `areNames`: the members are properties of a body, which may have such names. */
function withoutTexts(value, areNames = false) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => withoutTexts(part));
  const members = Object.entries(value).filter(([name]) => areNames || !TEXTS.includes(name));
  return Object.fromEntries(
    members.map(([name, part]) => [name, withoutTexts(part, !areNames && name === 'properties')]),
  );
}

/** Returns the components that the value refers to, and those that they refer to. */
function reachable(value, components) {
  const found = {};
  const walk = (part) => {
    if (typeof part !== 'object' || part === null) return;
    if (typeof part.$ref === 'string') take(part.$ref);
    Object.values(part).forEach(walk);
  };
  const take = (ref) => {
    const [, kind, name] = /^#\/components\/(\w+)\/([\w.-]+)$/.exec(ref) ?? [];
    const component = components?.[kind]?.[name];
    if (component === undefined) throw new Error(`${ref} is not a component of its document`);
    found[kind] ??= {};
    if (name in found[kind]) return;
    found[kind][name] = component;
    walk(component);
  };
  walk(value);
  return found;
}
