import { stated } from '../stated.ts';
import { heldPosition } from '../tickets.ts';
import { trading } from '../trade.ts';

export const positionModify = trading('position_modify', (terminal, { position, sl, tp }) => {
  const held = heldPosition(terminal, position);
  const { symbol } = held;
  return { about: [held], request: { action: 'sltp', position, symbol, ...stated({ sl, tp }) } };
});
