/** Who may import whom: the one table that lint (through layering.biome.json) and test/layering.test.ts hold. */
export interface Arrows {
  /** Room under packages/ -> the rooms it may import, through the doors of their package.json `exports`. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** Single files that may import more than their room. */
  readonly exceptions: readonly { readonly file: string; readonly may: string; readonly why: string }[];
  /** Rooms that ship as bundles: what their sources import is built in, and no dependency of whoever installs them. */
  readonly bundled: readonly string[];
  /** Dependencies with one importer. */
  readonly onlyIn: Readonly<Record<string, string>>;
}

export const arrows: Arrows = {
  packages: {
    protocol: [],
    'transport-zmq': ['protocol'],
    client: ['protocol'],
    policy: ['protocol'],
    config: ['protocol'],
    'fake-mt5': ['protocol'],
    gateway: ['policy', 'config', 'client', 'protocol'],
    'mcp-server': ['gateway', 'config', 'protocol'],
    // Types alone: the contract of the pages with their server; docs/decisions/0019-dashboard-and-server.md
    dashboard: ['mcp-server', 'gateway', 'protocol'],
    cli: ['mcp-server', 'dashboard', 'gateway', 'policy', 'fake-mt5', 'config', 'client', 'transport-zmq', 'protocol'],
  },
  exceptions: [
    {
      file: 'packages/fake-mt5/src/bin.ts',
      may: 'transport-zmq',
      why: 'The command composes the simulator with sockets; docs/decisions/0003-fake-mt5-composes-its-own-command.md',
    },
  ],
  bundled: ['dashboard'],
  onlyIn: { zeromq: 'transport-zmq' },
};
