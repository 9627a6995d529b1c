import type { AuditEvent, AuditRecord } from '@mt5-bridge/gateway/api';
import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import { useEffect, useState } from 'preact/hooks';
import { recordOf } from '../api/call.ts';
import { type ActivityFilter, readActivity } from '../api/reads.ts';
import { Badge, Card, Chevron, Empty, Skeleton } from '../components/basics.tsx';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Problem } from '../components/problem.tsx';
import { AUDIT_EVENTS_NAMES } from '../format/events.ts';
import { told } from '../format/records.ts';
import { clockTime, moment } from '../format/time.ts';
import { plural, title } from '../format/words.ts';
import { now } from '../state/clock.ts';
import { activity } from '../state/live.ts';
import { type Chain, chainsOf } from '../state/reducers.ts';
import { ToneMark } from './parts/chain-list.tsx';
import { Details } from './parts/details.tsx';
import { EventProblem } from './parts/event-problem.tsx';

const NO_FILTER: ActivityFilter = { event: '', symbol: '', request_id: '' };
const isOpenFilter = ({ event, symbol, request_id }: ActivityFilter) => !event && !symbol && !request_id;

function filterOfAddress(): ActivityFilter {
  const request_id = new URLSearchParams(location.search).get('request_id') ?? '';
  return { ...NO_FILTER, request_id };
}

interface Pages {
  readonly records: readonly AuditRecord[];
  readonly next: number | null;
}

export function Activity() {
  const [filter, setFilter] = useState(filterOfAddress);
  const [pages, setPages] = useState<Pages>();
  const [error, setError] = useState<ErrorRecord>();
  const [isLoading, setLoading] = useState(false);
  // What comes by the stream, of that which the filter lets through.
  const fresh = activity.value?.filter((record) => matches(record, filter)) ?? [];

  useEffect(() => {
    let isCurrent = true;
    setPages(undefined);
    setError(undefined);
    const later = setTimeout(() => {
      readActivity(filter).then(
        (page) => isCurrent && setPages(page),
        (failure: unknown) => isCurrent && setError(recordOf(failure)),
      );
    }, 200);
    return () => {
      isCurrent = false;
      clearTimeout(later);
    };
  }, [filter]);

  const more = async (before: number) => {
    setLoading(true);
    try {
      const page = await readActivity(filter, before);
      setPages((kept) => ({ records: [...(kept?.records ?? []), ...page.records], next: page.next }));
    } catch (failure) {
      setError(recordOf(failure));
    }
    setLoading(false);
  };

  const records = merged(fresh, pages?.records ?? []);
  return (
    <div class="stack">
      <Filters filter={filter} onChange={setFilter} />
      <EventProblem of={['activity']} />
      {error && <Problem error={error} />}
      <Card flush>
        {records.length > 0 ? (
          <ol class="timeline">
            {chainsOf(records).map((chain) => (
              <ChainItem key={chain.key} chain={chain} isOpen={filter.request_id !== ''} />
            ))}
          </ol>
        ) : pages === undefined && error === undefined ? (
          <Skeleton lines={6} tall />
        ) : (
          <Empty icon="activity" title={isOpenFilter(filter) ? 'Nothing has happened yet' : 'Nothing fits this filter'}>
            Every proposal, decision, approval, order and fill is kept here, in order and beyond change.
          </Empty>
        )}
      </Card>
      {pages?.next != null && (
        <Button busy={isLoading} onClick={() => pages.next !== null && void more(pages.next)}>
          Show older
        </Button>
      )}
    </div>
  );
}

const symbolOf = ({ data }: AuditRecord): unknown => {
  const intent = data.intent as { readonly symbol?: unknown } | undefined;
  return data.symbol ?? intent?.symbol;
};

function matches(record: AuditRecord, { event, symbol, request_id }: ActivityFilter): boolean {
  return (
    (event === '' || record.event === event) &&
    (symbol === '' || symbolOf(record) === symbol) &&
    (request_id === '' || record.request_id === request_id)
  );
}

function merged(fresh: readonly AuditRecord[], read: readonly AuditRecord[]): readonly AuditRecord[] {
  const bySeq = new Map([...read, ...fresh].map((record) => [record.seq, record]));
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

interface FiltersProps {
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  return (
    <search class="filters">
      <Field label="Event">
        {(attributes) => (
          <select
            {...attributes}
            value={filter.event}
            onChange={({ currentTarget }) => onChange({ ...filter, event: currentTarget.value as AuditEvent | '' })}
          >
            <option value="">All events</option>
            {AUDIT_EVENTS_NAMES.map((event) => (
              <option key={event} value={event}>
                {title(event)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Symbol">
        {(attributes) => (
          <input
            {...attributes}
            data-search
            type="text"
            placeholder="Any"
            autocomplete="off"
            spellcheck={false}
            value={filter.symbol}
            onInput={({ currentTarget }) => onChange({ ...filter, symbol: currentTarget.value.trim() })}
          />
        )}
      </Field>
      <Field label="Request">
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            placeholder="Any"
            autocomplete="off"
            spellcheck={false}
            value={filter.request_id}
            onInput={({ currentTarget }) => onChange({ ...filter, request_id: currentTarget.value.trim() })}
          />
        )}
      </Field>
      {!isOpenFilter(filter) && (
        <Button look="ghost" icon="cross" onClick={() => onChange(NO_FILTER)}>
          Clear
        </Button>
      )}
    </search>
  );
}

interface ChainItemProps {
  readonly chain: Chain;
  readonly isOpen: boolean;
}

/** One request from the proposal to its end, or a record that belongs to none. */
function ChainItem({ chain, isOpen }: ChainItemProps) {
  const first = chain.records[0];
  const last = chain.records.at(-1);
  if (!first || !last) return null;
  const end = told(last);
  const subject = told(first).text || end.text;
  return (
    <li>
      <details class="chain" open={isOpen}>
        <summary>
          <ToneMark tone={end.tone} />
          <span class="grow chain-head">
            <span class="row wrap">
              <b>{end.title}</b>
              {chain.records.length > 1 && <Badge>{plural(chain.records.length, 'step')}</Badge>}
            </span>
            <span class="quiet chain-subject">{subject}</span>
            <span class="faint small">
              {first.actor.name}
              {first.actor.profile && ` · ${first.actor.profile}`}
            </span>
          </span>
          <time class="faint small nowrap">{moment(Date.parse(last.ts), now.value)}</time>
          <Chevron />
        </summary>
        <ol class="steps">
          {chain.records.map((record) => (
            <Step key={record.seq} record={record} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function Step({ record }: { readonly record: AuditRecord }) {
  const { tone, title: name, text } = told(record);
  return (
    <li class={`step step-${tone}`}>
      <div class="spread">
        <b>{name}</b>
        <span class="faint small nowrap">
          {clockTime(Date.parse(record.ts))} · {record.seq}
        </span>
      </div>
      {text && <p class="quiet break">{text}</p>}
      <details class="raw">
        <summary class="small">Details</summary>
        <Details
          of={{
            event: record.event,
            time: record.ts,
            actor: record.actor,
            account: record.account,
            request_id: record.request_id,
            ...record.data,
            hash: record.hash,
          }}
        />
      </details>
    </li>
  );
}
