import { Empty, Skeleton } from '../../components/basics.tsx';
import { link } from '../../state/live.ts';

/** Where something of the terminal will stand: bones while it comes, and that it is not known while no terminal answers. */
export function NotYet({ lines, tall = false }: { readonly lines: number; readonly tall?: boolean }) {
  return link.value?.state === 'down' ? (
    <Empty icon="plug" title="Not known" />
  ) : (
    <Skeleton lines={lines} tall={tall} />
  );
}
