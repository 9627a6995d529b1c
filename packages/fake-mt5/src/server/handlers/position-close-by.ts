import { heldPosition } from '../tickets.ts';
import { trading } from '../trade.ts';

export const positionCloseBy = trading('position_close_by', (terminal, { position, position_by, magic, comment }) => {
  const held = heldPosition(terminal, position);
  const opposite = heldPosition(terminal, position_by);
  const { symbol } = held;
  return {
    about: [held, opposite],
    request: { action: 'close_by', position, position_by, symbol, magic, comment },
  };
});
