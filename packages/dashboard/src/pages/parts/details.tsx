import { words } from '../../format/words.ts';

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function leaf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? 'none' : String(value);
}

/** Whatever a record holds, as a list within lists. */
export function Details({ of }: { readonly of: Readonly<Record<string, unknown>> }) {
  return (
    <dl class="details">
      {Object.entries(of).map(([name, value]) => (
        <div key={name} class={isTree(value) ? 'details-tree' : ''}>
          <dt>{words(name)}</dt>
          <dd>{isTree(value) ? <Details of={value} /> : <span class="break">{leaf(value)}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
