export * from './enumeration.ts';
export * from './field.ts';
export * from './fields.ts';
