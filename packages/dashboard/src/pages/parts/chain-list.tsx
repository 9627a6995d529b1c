import type { AuditRecord } from '@mt5-bridge/gateway/api';
import { Icon, type IconName } from '../../components/icon.tsx';
import { type RecordTone, told } from '../../format/records.ts';
import { moment } from '../../format/time.ts';
import { now } from '../../state/clock.ts';
import { type Chain, chainsOf } from '../../state/reducers.ts';

const ICONS: Readonly<Record<RecordTone, IconName>> = { good: 'check', bad: 'cross', warn: 'warning', calm: 'info' };

interface ChainListProps {
  readonly records: readonly AuditRecord[];
  readonly most?: number;
}

/** The newest of each chain, in short. */
export function ChainList({ records, most }: ChainListProps) {
  return (
    <ul class="rows">
      {chainsOf(records)
        .slice(0, most)
        .map((chain) => (
          <ShortChain key={chain.key} chain={chain} />
        ))}
    </ul>
  );
}

function ShortChain({ chain }: { readonly chain: Chain }) {
  const last = chain.records.at(-1);
  const first = chain.records[0];
  if (!first || !last) return null;
  const end = told(last);
  const what = chain.records.length > 1 ? told(first).text : end.text;
  const href = chain.request_id === null ? '/activity' : `/activity?request_id=${encodeURIComponent(chain.request_id)}`;
  return (
    <li>
      <a class="recent-row" href={href}>
        <ToneMark tone={end.tone} />
        <span class="grow">
          <span class="strong">{end.title}</span>
          <span class="quiet recent-text">{what}</span>
        </span>
        <time class="faint small nowrap">{moment(Date.parse(last.ts), now.value)}</time>
      </a>
    </li>
  );
}

export function ToneMark({ tone }: { readonly tone: RecordTone }) {
  return (
    <span class={`mark mark-${tone}`}>
      <Icon name={ICONS[tone]} size={14} />
    </span>
  );
}
