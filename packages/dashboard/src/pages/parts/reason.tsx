import { Card } from '../../components/basics.tsx';
import { Icon } from '../../components/icon.tsx';

/** A stranger's words, as such. */
export function Reason({ text, by }: { readonly text: string; readonly by: string }) {
  return (
    <Card class="reason" title="What the agent says">
      <blockquote class="break">{text}</blockquote>
      <p class="untrusted small">
        <Icon name="warning" size={16} />
        <span>Words of {by}, unchecked. Only the figures above and below are facts; decide by those.</span>
      </p>
    </Card>
  );
}
