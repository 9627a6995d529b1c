export { namedZone, newYorkCloseZone } from './named-zones.ts';
export { fixedZone, offsetText, type Zone } from './zone.ts';
