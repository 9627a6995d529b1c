import type { Field } from '@mt5-bridge/mcp-server/dashboard';
import { Fact } from '../../components/basics.tsx';
import { title } from '../../format/words.ts';

/** Those whose name of the wire says little. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  sl: 'Stop loss',
  tp: 'Take profit',
  magic: 'Magic number',
  stoplimit: 'Stop limit price',
  deviation: 'Slippage allowed',
};

/** An order as it will be sent, field by field. */
export function OrderFields({ fields }: { readonly fields: readonly Field[] }) {
  return (
    <dl class="facts fields">
      {fields.map(({ name, value }) => (
        <Fact key={name} label={FIELD_NAMES[name] ?? title(name)}>
          <span class="break">{value === '' ? '–' : value}</span>
        </Fact>
      ))}
    </dl>
  );
}
