import { createHmac } from 'node:crypto';
import {
  type CallToolResult,
  createRequestStateCodec,
  fromJsonSchema,
  type GetPromptResult,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

// What the official suite calls by name. Each scenario's description in the suite says what it wants to be answered.

export const PRINCIPAL = 'suite';
export const STATE_KEY = new Uint8Array(32).fill(7);

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';

type Content = CallToolResult['content'];
type PromptContent = GetPromptResult['messages'][number]['content'];
type Handler = (
  ctx: ServerContext,
  args: Readonly<Record<string, unknown>>,
) => Promise<CallToolResult | InputRequiredResult>;

const text = (said: string): Content => [{ type: 'text', text: said }];
const answer = (content: Content | string): CallToolResult => ({
  content: typeof content === 'string' ? text(content) : content,
});
const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' };
const embedded = (uri: string) => ({
  type: 'resource' as const,
  resource: { uri, mimeType: 'text/plain', text: 'An embedded resource.' },
});

const form = (...names: string[]) => ({
  type: 'object' as const,
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  required: names,
});
const ask = (message: string, name: string) => inputRequired.elicit({ message, requestedSchema: form(name) });
const confirm = inputRequired.elicit({
  message: 'Please confirm',
  requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
});
const sample = (said: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: said } }], maxTokens });

/** Signed as the server itself signs what goes out with a question. */
const states = createRequestStateCodec<{ step: number }>({
  key: createHmac('sha256', STATE_KEY).update(PRINCIPAL).digest(),
});

type Said = Readonly<Record<string, { action?: string; content?: Record<string, unknown> }>>;

const said = (ctx: ServerContext, key: string) => (ctx.mcpReq.inputResponses as Said | undefined)?.[key];

const isAnswered = (ctx: ServerContext, key: string) => typeof said(ctx, key) === 'object' && said(ctx, key) !== null;

/** One round of questions without a state; who answers none of them, or with nonsense, is asked again. */
const once =
  (requests: InputRequests, done: (ctx: ServerContext) => string): Handler =>
  async (ctx) =>
    Object.keys(requests).every((key) => isAnswered(ctx, key))
      ? answer(done(ctx))
      : inputRequired({ inputRequests: requests });

/** Rounds of questions, each with the number of its step for a state. */
const rounds =
  (...steps: readonly InputRequests[]): Handler =>
  async (ctx) => {
    const known = ctx.mcpReq.requestState<{ step: number } | symbol>();
    if (typeof known === 'symbol') throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The state was changed.');
    const step = ctx.mcpReq.inputResponses === undefined ? 0 : (known?.step ?? 0) + 1;
    const inputRequests = steps[step];
    if (inputRequests === undefined) return answer('state-ok');
    return inputRequired({ inputRequests, requestState: await states.mint({ step }) });
  };

async function notify(ctx: ServerContext, ...messages: readonly string[]): Promise<void> {
  for (const data of messages) await ctx.mcpReq.log('info', data);
}

const tools: Readonly<Record<string, Handler>> = {
  test_simple_text: async () => answer('This is a simple text response for testing.'),
  test_image_content: async () => answer([image]),
  test_audio_content: async () => answer([{ type: 'audio', data: WAV, mimeType: 'audio/wav' }]),
  test_embedded_resource: async () => answer([embedded('test://embedded-resource')]),
  test_multiple_content_types: async () =>
    answer([...text('All kinds:'), image, embedded('test://mixed-content-resource')]),
  test_error_handling: async () => {
    throw new Error('This tool intentionally returns an error for testing');
  },
  test_tool_with_logging: async (ctx) => {
    await notify(ctx, 'Tool execution started', 'Tool processing data', 'Tool execution completed');
    return answer('Logged.');
  },
  test_logging_tool: async (ctx) => {
    await notify(ctx, 'Only for who asked for it');
    return answer('Logged.');
  },
  test_tool_with_progress: async (ctx) => {
    const progressToken = ctx.mcpReq._meta?.progressToken ?? 0;
    for (const progress of [0, 50, 100]) {
      await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
    }
    return answer(String(progressToken));
  },
  test_sampling: (ctx, args) =>
    once(
      { reply: sample(String(args.prompt), 100) },
      (answered) => `LLM response: ${JSON.stringify(said(answered, 'reply')?.content)}`,
    )(ctx, args),
  test_elicitation: (ctx, args) => elicits(form('username', 'email'), String(args.message))(ctx, args),
  test_elicitation_sep1034_defaults: elicits(
    fields({
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    }),
  ),
  test_elicitation_sep1330_enums: elicits(
    fields({
      untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
      titledSingle: { type: 'string', oneOf: titled('value1', 'value2', 'value3') },
      legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
      untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
      titledMulti: { type: 'array', items: { anyOf: titled('value1', 'value2', 'value3') } },
    }),
  ),
  test_missing_capability: async () => inputRequired({ inputRequests: { question: sample('What can you do?', 50) } }),
  test_streaming_elicitation: once({ user_name: ask('What is your name?', 'name') }, () => 'Thank you.'),
  test_input_required_result_elicitation: once(
    { user_name: ask('What is your name?', 'name') },
    (ctx) => `Hello, ${said(ctx, 'user_name')?.content?.name}!`,
  ),
  test_input_required_result_sampling: once(
    { capital_question: sample('What is the capital of France?', 100) },
    (ctx) => JSON.stringify(said(ctx, 'capital_question')?.content),
  ),
  test_input_required_result_list_roots: once({ client_roots: inputRequired.listRoots() }, (ctx) =>
    JSON.stringify(said(ctx, 'client_roots')),
  ),
  test_input_required_result_request_state: rounds({ confirm }),
  test_input_required_result_tampered_state: rounds({ confirm }),
  test_input_required_result_multi_round: rounds(
    { step1: ask('Step 1: What is your name?', 'name') },
    { step2: ask('Step 2: What is your favorite color?', 'color') },
  ),
  test_input_required_result_multiple_inputs: rounds({
    user_name: ask('What is your name?', 'name'),
    greeting: sample('Generate a greeting', 50),
    client_roots: inputRequired.listRoots(),
  }),
  test_input_required_result_capabilities: once({ question: sample('What can you do?', 50) }, () => 'Thank you.'),
};

function titled(...values: readonly string[]) {
  return values.map((value) => ({ const: value, title: `The ${value}` }));
}

function fields(properties: Readonly<Record<string, object>>) {
  return { type: 'object', properties, required: [] } as never;
}

/** Reports what the user did with a form. */
function elicits(requestedSchema: ReturnType<typeof form>, message = 'Please fill in the form'): Handler {
  return once({ form: inputRequired.elicit({ message, requestedSchema }) }, (ctx) => {
    const { action, content } = said(ctx, 'form') ?? {};
    return `Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`;
  });
}

const schema2020 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object' as const,
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

/** Registers all of it on one server; `changeTools` lets tools come or go. */
export function registerFixtures(mcp: McpServer, changeTools: () => void): void {
  mcp.server.registerCapabilities({ logging: {}, prompts: { listChanged: false } });
  const inputSchema = z.object({ prompt: z.string().optional(), message: z.string().optional() });
  for (const [name, handler] of Object.entries(tools)) {
    mcp.registerTool(name, { description: `${name} of the suite`, inputSchema }, (args, ctx) => handler(ctx, args));
  }
  mcp.registerTool('test_trigger_tool_change', { description: 'Changes the list of tools', inputSchema }, async () => {
    changeTools();
    return answer('Changed.');
  });
  const annotated = { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } } as const;
  mcp.registerTool(
    'test_custom_headers',
    { description: 'An argument that stands in a header, too', inputSchema: fromJsonSchema(annotated as never) },
    async (args) => answer(JSON.stringify(args)),
  );
  mcp.registerTool(
    'json_schema_2020_12_tool',
    { description: 'A schema with what JSON Schema 2020-12 has', inputSchema: fromJsonSchema(schema2020 as never) },
    async (args) => answer(JSON.stringify(args)),
  );
  registerResources(mcp);
  registerPrompts(mcp);
}

function registerResources(mcp: McpServer): void {
  const contents = (uri: string, mimeType: string, body: { text: string } | { blob: string }) => ({
    contents: [{ uri, mimeType, ...body }],
  });
  for (const name of ['static-text', 'watched-resource']) {
    mcp.registerResource(name, `test://${name}`, { mimeType: 'text/plain' }, async ({ href }) =>
      contents(href, 'text/plain', { text: 'This is the content of the static text resource.' }),
    );
  }
  mcp.registerResource('static-binary', 'test://static-binary', { mimeType: 'image/png' }, async ({ href }) =>
    contents(href, 'image/png', { blob: PNG }),
  );
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined });
  mcp.registerResource('template', template, { mimeType: 'application/json' }, async ({ href }, { id }) =>
    contents(href, 'application/json', {
      text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
    }),
  );
  mcp.server.setRequestHandler('resources/subscribe', async () => ({}));
  mcp.server.setRequestHandler('resources/unsubscribe', async () => ({}));
}

function registerPrompts(mcp: McpServer): void {
  const user = (...contents: readonly PromptContent[]) => ({
    messages: contents.map((content) => ({ role: 'user' as const, content })),
  });
  const line = (words: string) => ({ type: 'text' as const, text: words });
  mcp.registerPrompt('test_simple_prompt', { description: 'Without arguments' }, async () =>
    user(line('This is a simple prompt for testing.')),
  );
  const argsSchema = z.object({ arg1: z.string(), arg2: z.string() });
  mcp.registerPrompt('test_prompt_with_arguments', { description: 'With two', argsSchema }, async ({ arg1, arg2 }) =>
    user(line(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  mcp.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'With a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    async ({ resourceUri }) => user(embedded(resourceUri), line('Please process the embedded resource above.')),
  );
  mcp.registerPrompt('test_prompt_with_image', { description: 'With a picture' }, async () =>
    user(image, line('Please analyze the image above.')),
  );
  mcp.registerPrompt('test_input_required_result_prompt', { description: 'That asks' }, async (ctx: ServerContext) =>
    ctx.mcpReq.inputResponses === undefined
      ? inputRequired({ inputRequests: { user_context: ask('What context should the prompt use?', 'context') } })
      : user(line(`In the context of ${said(ctx, 'user_context')?.content?.context}.`)),
  );
}
