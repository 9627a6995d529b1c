import { Badge, Card, Fact, Skeleton } from '../components/basics.tsx';
import { Segments } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { Problem } from '../components/problem.tsx';
import { dateTime, moment } from '../format/time.ts';
import { CHANNELS, plural, strongestFirst, title } from '../format/words.ts';
import { now } from '../state/clock.ts';
import { config, link, policy } from '../state/live.ts';
import { session } from '../state/session.ts';
import { chooseTheme, THEMES, theme } from '../state/theme.ts';
import { EventProblem } from './parts/event-problem.tsx';

export function Settings() {
  return (
    <div class="two">
      <div class="stack">
        <EventProblem of={['config']} />
        <Configuration />
        <Approving />
      </div>
      <div class="stack">
        <Access />
        <Terminal />
        <Appearance />
      </div>
    </div>
  );
}

function Appearance() {
  return (
    <Card title="Appearance">
      <Segments label="Theme" choices={THEMES} chosen={theme.value} name={title} onChoose={chooseTheme} />
      <p class="quiet small">Kept in this browser.</p>
    </Card>
  );
}

function Configuration() {
  const state = config.value;
  return (
    <Card
      title="Configuration"
      aside={
        state && (state.problem ? <Badge look="down">Last save not in force</Badge> : <Badge look="up">In force</Badge>)
      }
    >
      {state === undefined ? (
        <Skeleton lines={4} />
      ) : (
        <>
          {state.problem && (
            <Problem error={state.problem}>
              <p class="small quiet">What was in force before stays in force.</p>
            </Problem>
          )}
          <dl class="facts">
            <Fact label="File">
              <span class="mono break">{state.file}</span>
            </Fact>
            <Fact label="Preset">{state.preset}</Fact>
            <Fact label="Read">{state.read_at === null ? 'At the start' : moment(state.read_at, now.value)}</Fact>
            <Fact label="Waits for a restart">
              {state.restart_needed.length === 0 ? (
                'Nothing'
              ) : (
                <span class="key-list">
                  {state.restart_needed.map((key) => (
                    <code key={key} class="warn">
                      {key}
                    </code>
                  ))}
                </span>
              )}
            </Fact>
          </dl>
          <p class="quiet small">A save takes force within a second. Nothing here can change it: only the file can.</p>
        </>
      )}
    </Card>
  );
}

function Access() {
  const state = session.value;
  if (!state) return null;
  return (
    <Card title="Signing in">
      <dl class="facts">
        <Fact label="Signed in by">{state.method === 'passkey' ? `Passkey “${state.by}”` : 'Passphrase'}</Fact>
        <Fact label="Until">{state.expires_at === null ? '–' : dateTime(state.expires_at, now.value)}</Fact>
        <Fact label="Passkeys">{state.passkeys === 0 ? 'None' : plural(state.passkeys, 'passkey')}</Fact>
        <Fact label="Address">
          <span class="break">{state.public_url}</span>
        </Fact>
        <Fact label="Version">{state.version}</Fact>
      </dl>
      <div class="hint">
        <Icon name="key" />
        <div class="grow">
          <p>{state.passkeys === 0 ? 'Add a passkey: no program can give a fingerprint.' : 'Add another device:'}</p>
          <pre class="command">mt5-bridge passkey add</pre>
        </div>
      </div>
    </Card>
  );
}

function Approving() {
  const state = policy.value;
  return (
    <Card title="Ways to approve">
      {state === undefined ? (
        <Skeleton lines={3} />
      ) : state === null || state.channels.length === 0 ? (
        <p class="quiet">None is open: an order that needs approval is refused.</p>
      ) : (
        <ul class="ways">
          {strongestFirst(state.channels).map((channel) => (
            <li key={channel}>
              <b>{CHANNELS[channel].name}</b>
              <span class="quiet">{CHANNELS[channel].how}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Terminal() {
  const state = link.value;
  return (
    <Card title="Terminal">
      {state === undefined ? (
        <Skeleton lines={4} />
      ) : (
        <>
          {state.problem && <Problem error={state.problem} look="warn" />}
          <dl class="facts">
            <Fact label="State">{title(state.state)}</Fact>
            <Fact label="Since">{state.since === null ? '–' : moment(state.since, now.value)}</Fact>
            <Fact label="Terminal">{state.terminal ?? '–'}</Fact>
            <Fact label="Broker">{state.company ?? '–'}</Fact>
            <Fact label="Server">{state.server ?? '–'}</Fact>
            <Fact label="Login">{state.login ?? '–'}</Fact>
          </dl>
        </>
      )}
    </Card>
  );
}
