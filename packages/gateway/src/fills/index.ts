export { type FillWatcher, type FillWatcherOptions, watchFills } from './watch-fills.ts';
