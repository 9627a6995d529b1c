export * from './catalog.ts';
export * from './mt5-error.ts';
export * from './retcodes.ts';
export * from './runtime-errors.ts';
