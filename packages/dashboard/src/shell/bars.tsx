import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../components/icon.tsx';
import { hourMinute, moment, span } from '../format/time.ts';
import { now } from '../state/clock.ts';
import { isLive, link, policy } from '../state/live.ts';
import { isOutdated } from '../state/session.ts';
import { isBack, lastContact, retryNow, streamState } from '../state/stream.ts';

/** Across the whole width, above everything: what nobody may overlook. */
export function Bars({ onKillSwitch }: { readonly onKillSwitch: () => void }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What sticks below the bars must know their height.
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
      document.documentElement.style.setProperty('--bars', `${height}px`);
    });
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={frame} class="bars">
      <LiveBar />
      <KillBar onKillSwitch={onKillSwitch} />
      <ConnectionBar />
      <LinkBar />
      {isOutdated.value && (
        <div class="bar bar-info">
          <Icon name="reload" size={16} />
          <span class="grow">mt5-bridge was updated; this page is of the version before.</span>
          <button type="button" class="bar-action" onClick={() => location.reload()}>
            Load anew
          </button>
        </div>
      )}
    </div>
  );
}

function LiveBar() {
  const { login, server } = link.value ?? {};
  if (!isLive.value) return null;
  return (
    <div class="bar bar-live">
      <b class="bar-live-word">LIVE</b>
      <span>Real money</span>
      <span class="bar-live-account">
        {login} · {server}
      </span>
    </div>
  );
}

function KillBar({ onKillSwitch }: { readonly onKillSwitch: () => void }) {
  const state = policy.value?.kill_switch;
  if (!state?.on) return null;
  return (
    <div class="bar bar-kill" role="status">
      <Icon name="stop" size={16} />
      <span class="grow">
        <b>Trading is stopped.</b> <span class="bar-more">Only what reduces risk is let through.</span>
        {state.reason && <span class="bar-more"> “{state.reason}”</span>}
        {state.by && (
          <span class="bar-more">
            {' · by '}
            {state.by}
            {state.since !== null && `, ${moment(state.since, now.value)}`}
          </span>
        )}
      </span>
      <button type="button" class="bar-action" onClick={onKillSwitch}>
        Release
      </button>
    </div>
  );
}

function ConnectionBar() {
  if (streamState.value === 'lost') {
    return (
      <div class="bar bar-lost">
        <span class="spinner" aria-hidden="true" />
        <span class="grow">
          <b>No contact with mt5-bridge.</b>{' '}
          {lastContact.value === undefined
            ? 'Nothing was heard of it yet.'
            : `Everything here is as of ${moment(lastContact.value, now.value)}.`}
        </span>
        <button type="button" class="bar-action" onClick={retryNow}>
          Try now
        </button>
      </div>
    );
  }
  if (!isBack.value) return null;
  return (
    <div class="bar bar-good">
      <Icon name="check" size={16} />
      <span>Back in contact; everything is current again.</span>
    </div>
  );
}

function LinkBar() {
  const state = link.value;
  if (streamState.value === 'lost' || state === undefined || state.state === 'up') return null;
  const since = state.since;
  return (
    <div class="bar bar-lost" role="status">
      <Icon name="plug" size={16} />
      <span class="grow">
        <b>{state.state === 'connecting' ? 'Waiting for the terminal.' : 'The terminal does not answer.'}</b>{' '}
        {since !== null && `Since ${hourMinute(since)}, ${span(now.value - since)}. `}
        <span class="bar-more">{state.problem?.what_to_do ?? 'Account, positions and prices are not current.'}</span>
      </span>
    </div>
  );
}
