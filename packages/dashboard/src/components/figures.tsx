import { useEffect, useRef } from 'preact/hooks';
import { lots, number, price, signed, toneOf } from '../format/numbers.ts';
import { currency, moneyDigits } from '../state/live.ts';

const REDUCED = matchMedia('(prefers-reduced-motion: reduce)');

interface FlashProps {
  readonly value: number | null;
  readonly text: string;
  readonly class?: string;
}

/** A figure that glows for a moment in the direction it moved. */
export function Flash({ value, text, class: look = '' }: FlashProps) {
  const shown = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useEffect(() => {
    const last = before.current;
    before.current = value;
    if (last === null || value === null || last === value || REDUCED.matches) return;
    const colour = `var(--${value > last ? 'up' : 'down'}-soft)`;
    shown.current?.animate([{ backgroundColor: colour }, { backgroundColor: 'transparent' }], { duration: 900 });
  }, [value]);
  return (
    <span ref={shown} class={`flash ${look}`}>
      {text}
    </span>
  );
}

/** Profit or loss: with its sign and colour. */
export function Profit({ value, unit = false }: { readonly value: number; readonly unit?: boolean }) {
  const digits = moneyDigits.value;
  const tone = toneOf(value, digits);
  return (
    <span class={`nowrap ${tone === 'flat' ? 'quiet' : tone}`}>
      <Flash value={value} text={signed(value, digits)} />
      {unit && <Unit />}
    </span>
  );
}

export function Money({ value, of }: { readonly value: number | null; readonly of?: string | null }) {
  return (
    <span class="nowrap">
      {number(value, moneyDigits.value)}
      {value !== null && <Unit of={of ?? currency.value} />}
    </span>
  );
}

export function Unit({ of = currency.value }: { readonly of?: string }) {
  return <span class="unit"> {of}</span>;
}

export function Price({ value, digits }: { readonly value: number; readonly digits: number }) {
  return <Flash value={value} text={price(value, digits)} class="nowrap" />;
}

/** Direction and size; the direction is told in words and by colour. */
export function Side({ side, volume }: { readonly side: 'buy' | 'sell'; readonly volume?: number | null }) {
  return (
    <span class="sided">
      <span class={`side side-${side}`}>{side === 'buy' ? 'Buy' : 'Sell'}</span>
      {volume !== undefined && volume !== null && <span class="side-volume">{lots(volume)}</span>}
    </span>
  );
}
