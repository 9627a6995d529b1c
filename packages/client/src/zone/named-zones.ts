import { Mt5Error } from '@mt5-bridge/protocol';
import { changingZone } from './changing-zone.ts';
import { fixedZone, HOUR, MINUTE, type Zone } from './zone.ts';

/** "+03:00", "-05:30". */
const FIXED = /^([+-])(\d{2}):([0-5]\d)$/;
/** What Intl writes for an offset: "GMT", "GMT+03:00", "GMT-00:44:30". */
const INTL_OFFSET = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** A zone by its name in the configuration: an IANA name or an offset. @throws Mt5Error INVALID_PARAMS */
export function namedZone(name: string): Zone {
  const fixed = FIXED.exec(name);
  if (fixed !== null) {
    const [, sign, hours, minutes] = fixed;
    return fixedZone((sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE));
  }
  return changingZone(name, intlOffset(name));
}

/**
 * What most brokers of the world keep: the day ends when New York's session does, at 17:00 there. So server time is
 * New York's plus seven hours, UTC+2 in its winter and UTC+3 in its summer, on New York's dates.
 */
export function newYorkCloseZone(): Zone {
  const newYork = intlOffset('America/New_York');
  return changingZone('New York close (UTC+2, UTC+3 in New York summer)', (utc) => newYork(utc) + 7 * HOUR);
}

function intlOffset(timeZone: string): (utc: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new Mt5Error(
      'INVALID_PARAMS',
      `server_timezone: "${timeZone}" is neither "auto", nor an IANA zone such as "Europe/Athens", nor an offset such as "+03:00".`,
      { cause },
    );
  }
  return (utc) => {
    const [, sign, hours = 0, minutes = 0, seconds = 0] = INTL_OFFSET.exec(format.format(utc)) ?? [];
    const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1_000;
    return sign === '-' ? -size : size;
  };
}
