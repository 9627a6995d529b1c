import { useEffect, useRef, useState } from 'preact/hooks';
import { approvals, link, pending } from '../state/live.ts';
import { path } from '../state/router.ts';
import { streamState } from '../state/stream.ts';
import { tell } from '../state/toasts.ts';
import { approvalAddress } from './routes.ts';

/** Says aloud, and at the edge, what asks for attention while the person is elsewhere. */
export function Announcer() {
  const approval = useNewApprovals();
  const connection = useConnection();
  return (
    <div class="hidden-text">
      <p role="status">{approval}</p>
      <p role="alert">{connection}</p>
    </div>
  );
}

/** Pages that show what waits anyway: there it is only read aloud. */
const SHOWING = ['/', '/approvals'];

function useNewApprovals(): string {
  const [text, setText] = useState('');
  const known = useRef<Set<string>>(undefined);
  const isLoaded = approvals.value !== undefined;
  const list = pending.value;
  useEffect(() => {
    if (!isLoaded) return;
    const before = known.current;
    known.current = new Set([...(before ?? []), ...list.map(({ approval_id }) => approval_id)]);
    if (before === undefined) return;
    for (const { approval_id, summary } of list) {
      const href = approvalAddress(approval_id);
      if (before.has(approval_id) || path.peek() === href) continue;
      const words = `Waits for your decision: ${summary}`;
      if (SHOWING.includes(path.peek())) setText(words);
      else tell({ tone: 'info', text: words, href });
    }
  }, [isLoaded, list]);
  return text;
}

function useConnection(): string {
  const [text, setText] = useState('');
  const stream = streamState.value;
  const terminal = link.value?.state;
  const isFirst = useRef(true);
  useEffect(() => {
    if (stream === 'connecting' || terminal === undefined) return;
    if (isFirst.current && stream === 'open' && terminal === 'up') {
      isFirst.current = false;
      return;
    }
    isFirst.current = false;
    if (stream === 'lost') setText('No contact with mt5-bridge. Figures are not current.');
    else if (terminal === 'down') setText('The terminal does not answer. Figures are not current.');
    else if (terminal === 'up') setText('Connected again.');
  }, [stream, terminal]);
  return text;
}
