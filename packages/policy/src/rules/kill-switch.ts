import { type Rule, refuse } from './rule.ts';

export const killSwitch: Rule = (_, { kill_switch }) =>
  kill_switch
    ? refuse({
        code: 'KILL_SWITCH_ON',
        limit: 'kill_switch',
        configured: true,
        message: 'The kill switch is on, and this would add risk.',
      })
    : undefined;
