import { z } from 'zod';

/** Parts that the tables of the bridge have in common. */
export const pathSchema = z.string().min(1).max(4096);
export const documentIdSchema = z.string().min(1).max(200);
export const runIdSchema = z.string().min(1).max(200);
export const empty = z.strictObject({});
