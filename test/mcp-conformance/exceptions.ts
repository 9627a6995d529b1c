import type { Revision } from './suite.ts';

/** Scenarios that fail, with the reason; one that passes must go from here. */
export type Exceptions = Readonly<Record<Revision, Readonly<Record<string, string>>>>;

const NAMED = 'It calls a tool of a name of its own; it passes where the fixtures have that tool.';
const RESOURCE = 'It reads a resource of a name of its own; it passes where the fixtures have that resource.';
const PROMPT = 'The product offers no prompts; it passes where the fixtures do.';
const LOGGING = 'The product sends no log messages, which the protocol is giving up; it passes where the fixtures do.';

const every = (reason: string, ...scenarios: readonly string[]) =>
  Object.fromEntries(scenarios.map((scenario) => [scenario, reason]));

const inBoth = {
  ...every(NAMED, 'tools-call-simple-text', 'tools-call-image', 'tools-call-audio', 'tools-call-embedded-resource'),
  ...every(NAMED, 'tools-call-mixed-content', 'tools-call-error', 'tools-call-with-progress'),
  ...every(RESOURCE, 'resources-read-text', 'resources-read-binary', 'resources-templates-read'),
  ...every(PROMPT, 'prompts-list', 'prompts-get-simple', 'prompts-get-with-args', 'prompts-get-embedded-resource'),
  ...every(PROMPT, 'prompts-get-with-image', 'completion-complete'),
};

/** Of the product as it is. */
export const ofProduct: Exceptions = {
  '2025-11-25': {
    ...inBoth,
    ...every(LOGGING, 'logging-set-level', 'tools-call-with-logging'),
    ...every(NAMED, 'tools-call-sampling', 'tools-call-elicitation'),
    ...every(NAMED, 'elicitation-sep1034-defaults', 'elicitation-sep1330-enums'),
    ...every(RESOURCE, 'resources-subscribe', 'resources-unsubscribe'),
  },
  '2026-07-28': {
    ...inBoth,
    ...every(NAMED, 'server-stateless', 'input-required-result-basic-elicitation'),
    ...every(NAMED, 'input-required-result-basic-sampling', 'input-required-result-basic-list-roots'),
    ...every(NAMED, 'input-required-result-request-state', 'input-required-result-multiple-input-requests'),
    ...every(NAMED, 'input-required-result-multi-round', 'input-required-result-result-type'),
    ...every(NAMED, 'input-required-result-tampered-state', 'input-required-result-capability-check'),
    ...every(NAMED, 'input-required-result-missing-input-response', 'input-required-result-ignore-extra-params'),
    ...every(PROMPT, 'input-required-result-non-tool-request', 'caching'),
  },
};

/** With the fixtures on the same HTTP server. */
export const ofFixtures: Exceptions = {
  '2025-11-25': {},
  '2026-07-28': {
    'input-required-result-tampered-state':
      'A changed state is refused as the result of the tool, INVALID_APPROVAL, so that the agent reads why; the suite counts an error of the protocol alone.',
  },
};
