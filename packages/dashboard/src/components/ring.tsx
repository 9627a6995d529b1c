import { countdown, fractionLeft } from '../format/time.ts';
import { now } from '../state/clock.ts';

interface RingProps {
  readonly from: number;
  readonly to: number;
  readonly size?: number;
}

const LAST_MINUTE = 60_000;

/** Time left, as a circle that empties; the last minute is told by colour. */
export function CountdownRing({ from, to, size = 64 }: RingProps) {
  const stroke = size > 48 ? 5 : 3.5;
  const radius = (size - stroke) / 2;
  const length = 2 * Math.PI * radius;
  const left = fractionLeft(from, to, now.value);
  const look = to - now.value <= LAST_MINUTE ? 'ring-last' : '';
  return (
    <span class={`ring ${look}`} role="timer" aria-label={`${countdown(to - now.value)} left`}>
      <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
        <circle class="ring-track" cx={size / 2} cy={size / 2} r={radius} stroke-width={stroke} />
        <circle
          class="ring-left"
          cx={size / 2}
          cy={size / 2}
          r={radius}
          stroke-width={stroke}
          stroke-dasharray={`${length}`}
          stroke-dashoffset={`${length * (1 - left)}`}
          transform={`rotate(-90 ${size / 2} ${size / 2})`}
        />
      </svg>
      <span class={`ring-text ${size > 48 ? '' : 'ring-text-small'}`} aria-hidden="true">
        {countdown(to - now.value)}
      </span>
    </span>
  );
}
