export { browserOf, ownRequest } from './own-request.ts';
export { requireOwner } from './require-owner.ts';
export { ownerRoutes } from './routes.ts';
