import type { McpServer } from '@modelcontextprotocol/server';
import type { approvalJson } from './present/approval.ts';
import type { answerJson, outcomeJson } from './present/outcome.ts';

/** What hosts of MCP Apps show beside a tool's answer. */
export type ViewName = 'approval' | 'positions';

/** The page of each view: one HTML document that needs nothing else. Read when a host asks for it. */
export type Views = Readonly<Record<ViewName, () => string>>;

/** The answer of a tool that proposes one order. */
export type OrderAnswer = Awaited<ReturnType<typeof answerJson>>;

/** The answer of get_approval. */
export type ApprovalAnswer = Awaited<ReturnType<typeof approvalJson>> & {
  readonly outcome: Awaited<ReturnType<typeof outcomeJson>> | null;
};

const MIME_TYPE = 'text/html;profile=mcp-app';

const ABOUT: Readonly<Record<ViewName, { readonly title: string; readonly description: string }>> = {
  approval: {
    title: 'Order and approval',
    description:
      'Shows what a tool answered about an order, and opens the page where its owner decides. Approves nothing itself.',
  },
  positions: { title: 'Open positions', description: 'Shows the positions that get_positions answered.' },
};

const uriOf = (view: ViewName): string => `ui://mt5-bridge/${view}.html`;

/** Ties a tool to its view; hosts without MCP Apps pass over it. */
export const viewMeta = (view: ViewName) => ({ ui: { resourceUri: uriOf(view) } });

/**
 * Offers the views of these tools for reading. It names no domain, so a host lets the pages load nothing and talk to
 * nobody but itself.
 */
export function registerViews(
  mcp: McpServer,
  views: Views,
  offered: readonly { readonly view: ViewName | null }[],
): void {
  for (const view of new Set(offered.flatMap((tool) => tool.view ?? []))) {
    const uri = uriOf(view);
    mcp.registerResource(`${view}-view`, uri, { ...ABOUT[view], mimeType: MIME_TYPE }, () => ({
      contents: [{ uri, mimeType: MIME_TYPE, text: views[view](), _meta: { ui: { prefersBorder: true } } }],
    }));
  }
}
