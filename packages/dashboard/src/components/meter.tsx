export type MeterTone = 'calm' | 'warn' | 'bad';

export const meterTone = (share: number): MeterTone => (share >= 0.9 ? 'bad' : share >= 0.7 ? 'warn' : 'calm');

interface MeterProps {
  /** 0..1 */
  readonly share: number;
  readonly label: string;
  readonly text: string;
  readonly tone?: MeterTone;
}

export function Meter({ share, label, text, tone = meterTone(share) }: MeterProps) {
  return (
    <div class={`meter meter-${tone}`} role="img" aria-label={`${label}: ${text}`}>
      <div class="meter-fill" style={{ width: `${share * 100}%` }} />
    </div>
  );
}

/** Half a circle that fills; for one figure that matters. */
export function Gauge({ share, label, text, tone = meterTone(share) }: MeterProps) {
  const length = Math.PI * 70;
  return (
    <div class={`gauge meter-${tone}`} role="img" aria-label={`${label}: ${text}`}>
      <svg viewBox="0 0 160 88" aria-hidden="true">
        <path class="gauge-track" d="M10 80a70 70 0 0 1 140 0" />
        <path
          class="gauge-fill"
          d="M10 80a70 70 0 0 1 140 0"
          stroke-dasharray={`${length}`}
          stroke-dashoffset={`${length * (1 - share)}`}
        />
      </svg>
    </div>
  );
}
