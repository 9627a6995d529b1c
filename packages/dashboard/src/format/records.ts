import type { AuditRecord } from '@mt5-bridge/gateway/api';
import { lots, short } from './numbers.ts';
import { span } from './time.ts';
import { title, words } from './words.ts';

export type RecordTone = 'good' | 'bad' | 'warn' | 'calm';

export interface Told {
  readonly tone: RecordTone;
  readonly title: string;
  readonly text: string;
}

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const inner = (data: Data, name: string): Data => (isData(data[name]) ? data[name] : {});
const text = (data: Data, name: string): string => {
  const value = data[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const joined = (parts: readonly string[], by = ' '): string => parts.filter((part) => part !== '').join(by);

/** "buy 0.50 EURUSD" of an intent or a command. */
function orderOf(data: Data): string {
  const volume = data.volume;
  const action = text(data, 'action') === 'place_order' ? '' : text(data, 'action');
  const ticket = text(data, 'ticket');
  return joined([
    words(action || text(data, 'operation')),
    words(text(data, 'side') || text(data, 'type')),
    typeof volume === 'number' ? lots(volume) : text(data, 'volume'),
    text(data, 'symbol'),
    ticket && `#${ticket}`,
  ]);
}

function refusalsOf(data: Data): string {
  const list = Array.isArray(data.refusals) ? data.refusals.filter(isData) : [];
  const said = list.map((refusal) => text(refusal, 'message') || title(text(refusal, 'limit')));
  return joined([...said, text(inner(data, 'error'), 'message'), text(data, 'hindrance')]);
}

const VERDICTS: Readonly<Record<string, Omit<Told, 'text'>>> = {
  approved: { tone: 'good', title: 'Allowed by the rules' },
  needs_approval: { tone: 'warn', title: 'Needs approval' },
  refused: { tone: 'bad', title: 'Refused by the rules' },
  invalid: { tone: 'bad', title: 'Not a valid order' },
};

const STATES: Readonly<Record<string, Omit<Told, 'text'>>> = {
  done: { tone: 'good', title: 'Done' },
  rejected: { tone: 'bad', title: 'Rejected' },
  unknown: { tone: 'warn', title: 'Outcome unknown' },
};

function outcomeOf(data: Data): Told {
  const known = STATES[text(data, 'status')] ?? { tone: 'calm', title: title(text(data, 'status') || 'outcome') };
  const filled = data.volume_filled;
  const price = text(data, 'price_filled');
  return {
    ...known,
    text: joined(
      [
        joined([words(text(data, 'operation')), text(data, 'symbol')]),
        typeof filled === 'number' && filled > 0 ? joined([lots(filled), price && `at ${price}`]) : '',
        text(inner(data, 'error'), 'message'),
      ],
      ' · ',
    ),
  };
}

/** What a record says, in a line; everything else is in its details. */
export function told({ event, data, actor }: AuditRecord): Told {
  const reason = text(data, 'reason');
  switch (event) {
    case 'proposal':
      return {
        tone: 'calm',
        title: 'Proposed',
        text: joined([orderOf(inner(data, 'intent')), reason && `“${reason}”`], ' · '),
      };
    case 'decision': {
      const verdict = VERDICTS[text(data, 'verdict')] ?? { tone: 'calm', title: 'Decided' };
      return { ...verdict, text: refusalsOf(data) };
    }
    case 'approval_requested':
      return { tone: 'warn', title: 'Waits for approval', text: text(data, 'summary') };
    case 'approval_granted':
      return {
        tone: 'good',
        title: 'Approved',
        text: joined([`by ${actor.name}`, words(text(data, 'channel'))], ', '),
      };
    case 'approval_denied':
      return { tone: 'bad', title: 'Denied', text: joined([`by ${actor.name}`, reason && `“${reason}”`], ' · ') };
    case 'approval_expired':
      return { tone: 'calm', title: 'Approval expired', text: 'Nobody decided in time.' };
    case 'approval_void':
      return { tone: 'warn', title: 'Approval void', text: words(reason) };
    case 'send':
      return { tone: 'calm', title: 'Sent', text: orderOf({ symbol: data.symbol, ...inner(data, 'command') }) };
    case 'outcome':
    case 'settled':
    case 'settled_by_owner':
      return outcomeOf(data);
    case 'fill': {
      const price = text(data, 'price');
      const profit = text(data, 'profit');
      return {
        tone: 'good',
        title: 'Filled',
        text: joined(
          [joined([orderOf(data), price && `at ${price}`]), profit && profit !== '0' ? `profit ${profit}` : ''],
          ' · ',
        ),
      };
    }
    case 'kill_switch': {
      const isOn = data.on === true;
      return { tone: isOn ? 'bad' : 'good', title: isOn ? 'Trading stopped' : 'Trading released', text: reason };
    }
    case 'link': {
      const state = text(data, 'state');
      const after = text(data, 'lost_for_seconds');
      return {
        tone: state === 'lost' ? 'bad' : 'good',
        title: title(joined(['Terminal', state])),
        text: after ? `after ${span(Number(after) * 1_000)}` : text(data, 'code'),
      };
    }
    case 'margin': {
      const [level, warning] = [text(data, 'margin_level'), text(data, 'warning_level')];
      return {
        tone: 'warn',
        title: 'Margin warning',
        text: `Level ${short(Number(level))} %, warning below ${short(Number(warning))} %`,
      };
    }
    case 'access':
    case 'owner': {
      const { what, ...rest } = data;
      const name = typeof what === 'string' ? what : event;
      const about = (event === 'owner' && OF_PASSPHRASE[name]) || title(name);
      return { tone: REFUSED.test(name) ? 'bad' : 'calm', title: about, text: facts(rest) };
    }
    case 'alert':
      return { tone: 'calm', title: 'Alert received', text: alertOf(data) };
    case 'alert_claimed':
    case 'alert_resolved':
      return { tone: 'calm', title: title(event), text: joined([alertOf(data), text(data, 'resolution')], ' · ') };
    default:
      return { tone: 'calm', title: title(event), text: facts(data) };
  }
}

/** What the owner's records call shortly. */
const OF_PASSPHRASE: Readonly<Record<string, string>> = {
  set: 'Passphrase set',
  changed: 'Passphrase changed',
  wrong_guess: 'Wrong passphrase',
  locked: 'Passphrase locked',
};

/** Of what the access log calls what happened: somebody was kept out. */
const REFUSED = /refused|locked|wrong|forbidden|not_signed_in/;

const alertOf = (data: Data): string => {
  const price = text(data, 'price');
  return joined([text(data, 'action'), text(data, 'symbol') || text(data, 'ticker'), price && `at ${price}`]);
};

const SHOWN = 4;

/** The plain values of an unknown record: "name value, …". */
function facts(data: Data): string {
  const plain = Object.entries(data).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return plain
    .slice(0, SHOWN)
    .map(([name, value]) => `${words(name)} ${String(value)}`)
    .join(', ');
}
