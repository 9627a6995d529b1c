export { type AlertDeskOptions, createAlertDesk } from './alert-desk.ts';
