// The API documents are OpenAPI documents. This spec checks them once, with the check of the service's validator. What the validator reads
// of them says the same about requests.
import $RefParser from '@apidevtools/json-schema-ref-parser';
import { describe, expect, test } from '@jest/globals';
import { OpenAPISchemaValidator } from 'express-openapi-validator/dist/framework/openapi.schema.validator.js';
import { readdirSync } from 'node:fs';
import { documentFile } from '../../../src/http/bind/document.ts';
import { REQUESTS } from '../../../src/http/bind/gen/requests.gen.ts';

/** Leaves out what says nothing about a request. A property of a body may be named like a text, but is no text. */
const ofRequests = (document: unknown): unknown =>
  JSON.parse(
    JSON.stringify(document, (name, value: unknown) => {
      const isText = (name === 'summary' || name === 'description') && typeof value === 'string';
      return isText || ['tags', 'example', 'examples', 'responses', 'info'].includes(name) ? undefined : value;
    }),
  );

const STEMS = readdirSync(new URL('../../../api/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''));

const validator = new OpenAPISchemaValidator({ version: '3.0.1', validateApiSpec: true });
const dereferenced = async (document: string | object) =>
  JSON.parse(JSON.stringify(await $RefParser.dereference(document)));
const read = (stem: string) => dereferenced(documentFile(stem));

describe.each(STEMS)('%s', (stem) => {
  test('is an OpenAPI document', async () => {
    const { errors } = validator.validate(await read(stem));

    expect(errors).toEqual([]);
  });

  test('says the same about requests in the form that the validator reads', async () => {
    const requests: object = JSON.parse(new Map<string, string>(Object.entries(REQUESTS)).get(stem) ?? '{}');

    const { openapi, servers, security, paths, components } = await read(stem);
    const { securitySchemes } = components;
    const whole = { openapi, servers, security, paths, components: { securitySchemes } };
    const form = await dereferenced(requests);

    expect(ofRequests({ ...form, components: { securitySchemes: form.components.securitySchemes } })).toEqual(
      ofRequests(whole),
    );
  });

  test('does not exist without its paths', async () => {
    const { errors } = validator.validate({ ...(await read(stem)), paths: undefined });

    expect(errors).not.toEqual([]);
  });
});
