import type { ErrorData, ErrorKind, LogLevel } from '@atomiton/contracts';
import { errorKindSchema, logLevelSchema } from '@atomiton/contracts';
import { FrameError } from './frame.js';

/** What a child says about itself once, at its start. */
export interface Hello {
  t: 'hello';
  language: string;
  version: string;
  nodes: string[];
  pid: number;
}

/** Messages from a child to the host, after checking. `outputs` of `emit` are checked where they are read. */
export type ChildMessage =
  | Hello
  | { t: 'opened' | 'closed'; s: number }
  | { t: 'done' | 'snapshot'; s: number; c: number }
  | { t: 'emit'; s: number; c: number; number: number; outputs: unknown; identityUs: number }
  | { t: 'error'; s: number; c?: number | undefined; error: ErrorData }
  | { t: 'progress'; s: number; c: number; fraction: number; message?: string | undefined }
  | { t: 'log'; s: number; c: number; level: LogLevel; text: string }
  | { t: 'unmapped'; blocks: string[] };

type Head = Record<string, unknown>;

const KINDS: ReadonlySet<string> = new Set(errorKindSchema.options);
const LEVELS: ReadonlySet<string> = new Set(logLevelSchema.options);
const MAX_TEXT = 100_000;

function bad(head: unknown): FrameError {
  let shown: string;
  try {
    shown = JSON.stringify(head) ?? String(head);
  } catch {
    shown = String(head);
  }
  return new FrameError(`received the message ${shown.slice(0, 200)}, which the protocol does not know`);
}

function integer(head: Head, key: string): number {
  const value = head[key];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw bad(head);
  return value;
}

function optionalText(value: unknown, limit = MAX_TEXT): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, limit) : undefined;
}

function texts(head: Head, key: string): string[] {
  const value = head[key];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw bad(head);
  return value as string[];
}

/** An error in the child's words, made safe to show: known kind, bounded texts. */
function errorOf(head: Head): ErrorData {
  const raw = head.error;
  if (typeof raw !== 'object' || raw === null) throw bad(head);
  const error = raw as Head;
  const kind =
    typeof error.kind === 'string' && KINDS.has(error.kind) ? (error.kind as ErrorKind) : 'runtime';
  return {
    kind,
    code: optionalText(error.code, 100) ?? 'node-error',
    message: optionalText(error.message) ?? 'The node failed without a message.',
    stack: optionalText(error.stack, 1_000_000),
    hint: optionalText(error.hint, 10_000),
    port: optionalText(error.port, 100),
  };
}

/**
 * Checks the head of a frame from a child.
 * @throws FrameError for anything the protocol does not know.
 */
export function parseChildMessage(raw: unknown): ChildMessage {
  if (typeof raw !== 'object' || raw === null) throw bad(raw);
  const head = raw as Head;
  switch (head.t) {
    case 'hello':
      return {
        t: 'hello',
        language: String(head.language),
        version: String(head.version).slice(0, 200),
        nodes: texts(head, 'nodes'),
        pid: integer(head, 'pid'),
      };
    case 'opened':
    case 'closed':
      return { t: head.t, s: integer(head, 's') };
    case 'done':
    case 'snapshot':
      return { t: head.t, s: integer(head, 's'), c: integer(head, 'c') };
    case 'emit': {
      const [s, c, number] = [integer(head, 's'), integer(head, 'c'), integer(head, 'number')];
      return { t: 'emit', s, c, number, outputs: head.outputs, identityUs: Number(head.identityUs ?? 0) };
    }
    case 'error': {
      const c = head.c === undefined || head.c === null ? undefined : integer(head, 'c');
      return { t: 'error', s: integer(head, 's'), c, error: errorOf(head) };
    }
    case 'progress': {
      const fraction = Number(head.fraction);
      if (Number.isNaN(fraction)) throw bad(head);
      return {
        t: 'progress',
        s: integer(head, 's'),
        c: integer(head, 'c'),
        fraction: Math.min(1, Math.max(0, fraction)),
        message: optionalText(head.message, 1000),
      };
    }
    case 'log': {
      const level =
        typeof head.level === 'string' && LEVELS.has(head.level) ? (head.level as LogLevel) : 'info';
      return { t: 'log', s: integer(head, 's'), c: integer(head, 'c'), level, text: String(head.text) };
    }
    case 'unmapped':
      return { t: 'unmapped', blocks: texts(head, 'blocks') };
    default:
      throw bad(head);
  }
}
