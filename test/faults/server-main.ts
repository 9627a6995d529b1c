import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { createMt5Client } from '@mt5-bridge/client';
import { parseConfig } from '@mt5-bridge/config';
import { createTradingGateway, type Outcome, type TradeIntent } from '@mt5-bridge/gateway';
import { createTerminalReads } from '@mt5-bridge/gateway/read';
import { type Clock, Mt5Error, systemClock } from '@mt5-bridge/protocol';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { Cuts, cutDisk, cutWire } from './cuts.ts';
import { filesIn } from './files.ts';
import type { Job, Report, ServerSetup } from './jobs.ts';

/** The gateway as the server has it, with the campaign's hand on disk, wire and clock. */
const setup = JSON.parse(process.argv[2] ?? '{}') as ServerSetup;
const cuts = new Cuts();
const files = filesIn(setup.dataDirectory);
cutDisk(cuts, files.audit);

const { config } = parseConfig(
  `[mt5]
order_ttl_ms = ${setup.ttl}
order_timeout_ms = ${setup.timeout}
request_timeout_ms = ${setup.timeout}
[policy]
preset = "open"
max_quote_age_seconds = 0
`,
  'campaign.toml',
);
const system = systemClock();
const clock: Clock = { now: () => system.now() + cuts.jumped, setTimer: (ms, run) => system.setTimer(ms, run) };
const log = (level: string, message: string, facts?: unknown): void => {
  if (level === 'error' && process.env.FAULTS_LOG)
    process.stderr.write(`${process.pid} ${message} ${JSON.stringify(facts ?? {})}\n`);
};
const client = createMt5Client({
  connect: cutWire(cuts, connectZmq(setup)),
  clock,
  random: Math.random,
  serverTimezone: 'auto',
  requestTimeoutMs: setup.timeout,
  log,
});
const reads = createTerminalReads({ client, clock, stopwatch: () => performance.now() });
const gateway = createTradingGateway({
  client,
  reads,
  config: () => config,
  readOnly: false,
  terminal: setup,
  files,
  clock,
  randomBytes: (count) => randomBytes(count),
  log,
});

const say = (report: Report): void => void process.stdout.write(`${JSON.stringify(report)}\n`);

/** JSON has no 64-bit numbers. */
function intentOf(fields: Job['intent']): TradeIntent {
  const { ticket } = fields;
  return (typeof ticket === 'string' ? { ...fields, ticket: BigInt(ticket) } : fields) as unknown as TradeIntent;
}

async function serve({ key, intent, fault }: Job): Promise<void> {
  if (fault !== undefined) cuts.arm(fault);
  const report = await gateway
    .submit({ intent: intentOf(intent), actor: { kind: 'agent', name: 'campaign' }, idempotency_key: key })
    .then((answer) => (answer.kind === 'outcome' ? reportOf(key, answer.outcome) : refused(key, 'PENDING_APPROVAL')))
    .catch((error: unknown) => failed(key, error));
  say({ ...report, struck: cuts.struck });
}

const reportOf = (key: string, outcome: Outcome) =>
  ({
    key,
    status: outcome.status === 'pending_approval' ? 'refused' : outcome.status,
    code: outcome.error?.code ?? null,
    request_id: outcome.request_id,
    ticket: outcome.ticket?.toString() ?? null,
  }) as const;

const refused = (key: string, code: string) =>
  ({ key, status: 'refused', code, request_id: null, ticket: null }) as const;

function failed(key: string, error: unknown) {
  if (!(error instanceof Mt5Error)) throw error;
  return refused(key, error.code);
}

const under = new Set<Promise<void>>();
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const work = serve(JSON.parse(line) as Job).finally(() => under.delete(work));
    under.add(work);
  })
  .on('close', () => {
    Promise.all(under)
      .then(() => gateway.close())
      .then(() => client.close())
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      });
  });
await client.ready(30_000);
say({ key: 'ready' });
