import type { EffectKind } from '@atomiton/contracts';

/** What nodes with effects do, as a person reads it. */
const EFFECTS: Record<EffectKind, string> = {
  shell: 'Runs a command',
  code: 'Runs code',
  network: 'Uses the network',
  'file-write': 'Writes files',
  'outside-read': 'Reads outside its folder',
};

/** Texts of the question before a blueprint from elsewhere runs, and of the list of what was allowed. */
export const trustMessages = {
  title: (name: string) => `Run “${name}”?`,
  intro: (count: number) =>
    count === 1
      ? 'This blueprint came from elsewhere. One of its nodes would do more than compute:'
      : `This blueprint came from elsewhere. ${count} of its nodes would do more than compute:`,
  remembered:
    'Your answer is remembered for this file and these nodes. If someone else changes one of them, you are asked again.',
  effects: EFFECTS,
  nothing: 'empty',
  written: (text: string) => `written as ${text}`,
  cut: (characters: number) => `… and ${characters.toLocaleString('en')} more characters`,
  more: (count: number) => `… and ${count} more nodes`,
  refuse: 'Don’t run',
  accept: 'Allow and run',
  refused: 'Nothing was run.',
  changed: 'The blueprint has changed since it was shown. Look at it once more.',
  command: 'Trusted blueprints…',
  listTitle: 'Trusted blueprints',
  listIntro: 'These files run without a question, because you allowed their nodes or made them here.',
  listEmpty:
    'No blueprint is trusted yet. One that came from elsewhere asks before it does more than compute.',
  revoke: 'Take back',
  revokeOf: (path: string) => `Take back the trust in ${path}`,
  since: (text: string) => `since ${text}`,
  notRead: (reason: string) => `The list could not be read: ${reason}`,
} as const;
