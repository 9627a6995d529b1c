import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { run } from './run.ts';

// The entry in the MCP registry. What its schema of 2025-12-11 asks of the parts that are used here, stricter in that no
// other keys are let through: a misspelt one would be ignored there.

const root = join(import.meta.dirname, '../..');
const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const server = json('server.json');
const cli = json('packages/cli/package.json');

const text = { type: 'string', minLength: 1 };
const exact = (properties: object, required: string[] = []) => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const input = {
  description: text,
  isRequired: { type: 'boolean' },
  isSecret: { type: 'boolean' },
  format: { enum: ['string', 'number', 'boolean', 'filepath'] },
  value: { type: 'string' },
  default: { type: 'string' },
  choices: { type: 'array', items: text },
};
const version = { type: 'string', maxLength: 255, pattern: String.raw`^\d+\.\d+\.\d+(-[\w.]+)?$` };
const schema = exact(
  {
    $schema: { const: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json' },
    name: { type: 'string', pattern: '^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$', minLength: 3, maxLength: 200 },
    title: { ...text, maxLength: 100 },
    description: { ...text, maxLength: 100 },
    version,
    websiteUrl: { type: 'string', pattern: '^https://' },
    repository: exact({ url: text, source: text, subfolder: text }, ['url', 'source']),
    packages: {
      type: 'array',
      items: exact(
        {
          ...{ registryType: text, identifier: text, version, runtimeHint: text },
          transport: exact({ type: { const: 'stdio' } }, ['type']),
          packageArguments: {
            type: 'array',
            items: {
              oneOf: [
                exact({ ...input, type: { const: 'positional' }, valueHint: text }, ['type', 'value']),
                exact({ ...input, type: { const: 'named' }, name: text }, ['type', 'name']),
              ],
            },
          },
          environmentVariables: { type: 'array', items: exact({ ...input, name: text }, ['name']) },
        },
        ['registryType', 'identifier', 'transport'],
      ),
    },
  },
  ['$schema', 'name', 'description', 'version'],
);

it('is what the registry takes', () => {
  const validate = new Ajv({ allErrors: true }).compile(schema);
  validate(server);
  expect(validate.errors ?? []).toEqual([]);
});

it('names the published package, which names it back', () => {
  expect(server.name).toBe(cli.mcpName);
  expect(server.version).toBe(cli.version);
  expect(server.repository.url).toBe(cli.repository.url.replace(/^git\+|\.git$/g, ''));
  expect(server.packages).toMatchObject([{ identifier: cli.name, version: cli.version }]);
});

it('describes a command line that there is, and variables that are read', async () => {
  const [{ packageArguments, environmentVariables }] = server.packages;
  const bin = join(root, 'packages/cli/dist/bin.js');
  const [serve, mode] = packageArguments;
  const { stdout } = await run(process.execPath, [bin, serve.value, '--help']);
  expect(stdout).toContain(mode.name);
  for (const choice of mode.choices) expect(stdout).toContain(`"${choice}"`);
  const documented = stdout + readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  for (const { name } of environmentVariables) expect(documented).toContain(name);
});
