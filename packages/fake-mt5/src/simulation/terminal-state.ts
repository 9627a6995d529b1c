import type { EventData } from '@mt5-bridge/protocol';
import type { SimulatedTerminal } from './simulated-terminal.ts';

/** A ping that a nearby broker would have. */
const PING_US = 12_400;

/** What terminal_info and a status event tell alike. */
export function terminalState({ connected }: Pick<SimulatedTerminal, 'connected'>): EventData<'status'> {
  return {
    connected,
    trade_allowed: true,
    expert_trade_allowed: true,
    ping_last_us: connected ? PING_US : 0,
  };
}
