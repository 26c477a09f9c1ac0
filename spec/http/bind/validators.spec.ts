// The API documents are OpenAPI documents. This spec checks them once, with the check of the service's validator.
import $RefParser from '@apidevtools/json-schema-ref-parser';
import { describe, expect, test } from '@jest/globals';
import { OpenAPISchemaValidator } from 'express-openapi-validator/dist/framework/openapi.schema.validator.js';
import { readdirSync } from 'node:fs';
import { documentFile } from '../../../src/http/bind/document.ts';

const STEMS = readdirSync(new URL('../../../api/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''));

const validator = new OpenAPISchemaValidator({ version: '3.0.1', validateApiSpec: true });
const read = async (stem: string) => JSON.parse(JSON.stringify(await $RefParser.dereference(documentFile(stem))));

describe.each(STEMS)('%s', (stem) => {
  test('is an OpenAPI document', async () => {
    const { errors } = validator.validate(await read(stem));

    expect(errors).toEqual([]);
  });

  test('does not exist without its paths', async () => {
    const { errors } = validator.validate({ ...(await read(stem)), paths: undefined });

    expect(errors).not.toEqual([]);
  });
});
