import type { ApprovalChannel } from '@mt5-bridge/gateway/api';
import type { LimitView, PolicyJson, ProfileJson } from '@mt5-bridge/mcp-server/dashboard';
import { Badge, Card, Chevron, Empty, Fact, Skeleton } from '../components/basics.tsx';
import { Meter } from '../components/meter.tsx';
import { isOff, isRunning, limitName, limitValue } from '../format/limits.ts';
import { share } from '../format/numbers.ts';
import { hourMinute, span } from '../format/time.ts';
import { CHANNELS, plural, strongestFirst } from '../format/words.ts';
import { now } from '../state/clock.ts';
import { currency, link, policy } from '../state/live.ts';
import { EventProblem } from './parts/event-problem.tsx';

const NO_TERMINAL = 'They are measured against the account, and no terminal answers.';

export function Limits() {
  const state = policy.value;
  if (state === undefined) {
    return (
      <Card>
        <Skeleton lines={6} tall />
      </Card>
    );
  }
  return (
    <div class="stack">
      <EventProblem of={['policy']} />
      {state === null ? (
        <Card>
          <Empty icon="limits" title="The rules cannot be shown now">
            {NO_TERMINAL}
          </Empty>
        </Card>
      ) : (
        <Rules policy={state} />
      )}
    </div>
  );
}

function Rules({ policy: state }: { readonly policy: PolicyJson }) {
  const { running, each } = sorted(state.limits);
  const off = state.limits.filter(isOff);
  return (
    <>
      <Card title="Used and left" aside={<Badge look="accent">{state.preset}</Badge>}>
        {running.length === 0 ? (
          <Empty icon="limits" title={link.value?.state === 'down' ? 'Not known' : 'No limit counts anything'}>
            {link.value?.state === 'down' && NO_TERMINAL}
          </Empty>
        ) : (
          <Running limits={running} />
        )}
      </Card>
      <div class="two">
        <Card title="For every order">
          <dl class="facts">
            <Each limits={each} />
          </dl>
        </Card>
        <Around policy={state} />
      </div>
      {state.profiles.map((profile) => (
        <Profile key={profile.name} profile={profile} />
      ))}
      {off.length > 0 && (
        <Card flush>
          <details class="chain off">
            <summary>
              <span class="grow strong">{plural(off.length, 'limit')} switched off</span>
              <Chevron />
            </summary>
            <ul class="off-list">
              {off.map((limit) => (
                <li key={limit.limit}>
                  {limitName(limit).name} <code class="faint">{limit.limit}</code>
                </li>
              ))}
            </ul>
          </details>
        </Card>
      )}
    </>
  );
}

/** One strategy: what binds it besides all that. */
function Profile({ profile: { name, limits, allowlist, denylist } }: { readonly profile: ProfileJson }) {
  const { running, each } = sorted(limits);
  return (
    <Card title={`Profile ${name}`} aside={<span class="small quiet">besides the account’s</span>}>
      {running.length > 0 && <Running limits={running} />}
      <dl class="facts">
        <Each limits={each} />
        <Fact label="Symbols allowed">{list(allowlist, 'All of the account’s')}</Fact>
        <Fact label="Symbols denied">{list(denylist, 'None')}</Fact>
      </dl>
    </Card>
  );
}

/** Those in force; what is fullest comes first. */
function sorted(limits: readonly LimitView[]) {
  const on = limits.filter((limit) => !isOff(limit));
  return {
    running: on.filter(isRunning).toSorted((a, b) => usedShare(b) - usedShare(a)),
    each: on.filter((limit) => !isRunning(limit)),
  };
}

const usedShare = ({ used, configured }: LimitView): number =>
  typeof configured === 'number' ? share(used ?? 0, configured) : 0;

interface Limits {
  readonly limits: readonly LimitView[];
}

const Running = ({ limits }: Limits) => (
  <ul class="limits">
    {limits.map((limit) => (
      <Used key={limit.limit} limit={limit} />
    ))}
  </ul>
);

const Each = ({ limits }: Limits) =>
  limits.map((limit) => {
    const { name, unit } = limitName(limit);
    return (
      <Fact key={limit.limit} label={name}>
        {limitValue(limit.configured, unit, currency.value)}
        {limit.resets_at !== null && <span class="under">opens {hourMinute(limit.resets_at)}</span>}
      </Fact>
    );
  });

function Used({ limit }: { readonly limit: LimitView }) {
  const { name, unit, about } = limitName(limit);
  const value = (amount: number | null) => limitValue(amount, unit, currency.value);
  const part = usedShare(limit);
  return (
    <li class="limit">
      <div class="spread">
        <span class="strong">{name}</span>
        <span class="nowrap">
          {value(limit.used)} <span class="quiet">of {limitValue(limit.configured, unit, currency.value)}</span>
        </span>
      </div>
      <Meter share={part} label={name} text={`${Math.round(part * 100)} % used`} />
      <div class="spread small quiet">
        <span>
          {value(limit.left)} left{about && ` · ${about}`}
        </span>
        {limit.resets_at !== null && (
          <span class="nowrap">
            resets {limit.resets_at > now.value && `in ${span(limit.resets_at - now.value)}, `}
            {hourMinute(limit.resets_at)}
          </span>
        )}
      </div>
    </li>
  );
}

const namesOf = (channels: readonly ApprovalChannel[]) =>
  strongestFirst(channels).map((channel) => CHANNELS[channel].name);

const list = (names: readonly string[], none: string) => (names.length === 0 ? none : names.join(', '));

function Around({ policy: state }: { readonly policy: PolicyJson }) {
  return (
    <Card title="Around them">
      <dl class="facts">
        <Fact label="Writing">{state.read_only ? <Badge look="warn">Read only</Badge> : 'Allowed'}</Fact>
        <Fact label="Real accounts">{state.live_enabled ? <Badge look="live">Enabled</Badge> : 'Locked'}</Fact>
        <Fact label="Symbols allowed">{list(state.allowlist, 'All')}</Fact>
        <Fact label="Symbols denied">{list(state.denylist, 'None')}</Fact>
        <Fact label="Approval by">{list(namesOf(state.channels), 'Nobody')}</Fact>
        {state.levels.map(({ above, channels }) => (
          <Fact key={above} label={`Above ${limitValue(above, 'money', currency.value)}`}>
            {list(namesOf(channels), 'Nobody')}
          </Fact>
        ))}
        <Fact label="On their way">{plural(state.in_flight, 'request')}</Fact>
        <Fact label="Outcome unknown">
          {state.unknown === 0 ? 'None' : <Badge look="warn">{plural(state.unknown, 'request')}</Badge>}
        </Fact>
      </dl>
    </Card>
  );
}
