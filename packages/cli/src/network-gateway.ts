import fs from 'node:fs';
import { endianness } from 'node:os';

/** Where Linux keeps its IPv4 routes. */
const ROUTES = '/proc/net/route';

/** What this machine's network leads everything else through; null where there is no such thing, or no Linux. */
export function networkGateway(file = ROUTES): string | null {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const routes = text.split('\n').map((line) => line.trim().split(/\s+/));
  const [, , gateway] = routes.find(([, target, via]) => target === '00000000' && via !== '00000000') ?? [];
  return gateway === undefined ? null : addressOf(gateway);
}

/** The kernel prints the number as the machine holds it. */
function addressOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  return (endianness() === 'LE' ? bytes.reverse() : bytes).join('.');
}
