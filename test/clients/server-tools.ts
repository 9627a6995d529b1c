import { connectStdio } from '../support/bridge.ts';
import { bridgeBin } from '../support/processes.ts';

export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly readOnly: boolean;
}

/** Every tool that the built server offers its owner, as clients see it. */
export async function serverTools(): Promise<ListedTool[]> {
  const session = await connectStdio([bridgeBin, 'serve', '--mode', 'fake'], 'legacy');
  const { tools } = await session.client.listTools();
  await session.close();
  return tools.map(({ name, title, annotations }) => ({
    name,
    title: title ?? name,
    readOnly: annotations?.readOnlyHint === true,
  }));
}
