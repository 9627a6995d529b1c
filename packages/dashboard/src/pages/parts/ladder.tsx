import type { ApprovalView } from '@mt5-bridge/mcp-server/dashboard';
import { price } from '../../format/numbers.ts';

interface Level {
  readonly name: string;
  readonly look: string;
  readonly at: number;
}

const levelOf = (name: string, look: string, at: number | null): readonly Level[] =>
  at === null ? [] : [{ name, look, at }];

/** The prices that an order names, and the market's where it is known. */
export const levelsOf = (
  { sl, price, tp }: Pick<ApprovalView, 'sl' | 'price' | 'tp'>,
  market: number | null,
): readonly Level[] => [
  ...levelOf('Stop loss', 'sl', sl),
  ...levelOf('Entry', 'entry', price),
  ...levelOf('Take profit', 'tp', tp),
  ...levelOf('Now', 'now', market),
];

const WIDTH = 1000;

/** Where stop, entry, target and market lie to each other; the figures stand below in words. */
export function Ladder({ levels, digits }: { readonly levels: readonly Level[]; readonly digits: number }) {
  const all = levels.map(({ at }) => at);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (at: number) => (high === low ? WIDTH / 2 : 16 + ((at - low) / (high - low)) * (WIDTH - 32));
  const place = (look: string) => levels.find((level) => level.look === look)?.at;
  const entry = place('entry') ?? place('now');
  const spans = (['sl', 'tp'] as const).flatMap((look) => {
    const at = place(look);
    return at === undefined || entry === undefined
      ? []
      : [{ look, from: Math.min(at, entry), to: Math.max(at, entry) }];
  });
  return (
    <div class="ladder">
      <svg viewBox={`0 0 ${WIDTH} 36`} preserveAspectRatio="none" aria-hidden="true">
        <line class="ladder-base" x1={0} x2={WIDTH} y1={18} y2={18} />
        {spans.map(({ look, from, to }) => (
          <rect
            key={look}
            class={`ladder-span ladder-${look}`}
            x={x(from)}
            width={x(to) - x(from)}
            y={13}
            height={10}
          />
        ))}
        {levels.map(({ look, at }) => (
          <line key={look} class={`ladder-mark ladder-${look}`} x1={x(at)} x2={x(at)} y1={4} y2={32} />
        ))}
      </svg>
      <dl class="ladder-words">
        {levels
          .toSorted((a, b) => a.at - b.at)
          .map(({ name, look, at }) => (
            <div key={look} class={`ladder-${look}`}>
              <dt>{name}</dt>
              <dd>{price(at, digits)}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
