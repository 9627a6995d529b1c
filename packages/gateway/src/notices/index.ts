export { type CommandOptions, createCommandSink, type Spawn } from './command.ts';
export { type Notice, noticeOf } from './notice.ts';
export { type Notices, type NoticesOptions, sendNotices } from './notices.ts';
export type { Sink } from './sink.ts';
export { createWebhook, type WebhookOptions } from './webhook.ts';
