import type { Command } from './command';

/** Which keys run which command, after what the user has set. */
export interface Bindings {
  /** In the order in which they are shown; empty where the command has none. */
  keysOf(id: string): readonly string[];
  /** Keys as events make them, the steps of a sequence with a space between. */
  commandOf(keys: string): Command | undefined;
  /** Whether a longer sequence begins like this. */
  begins(keys: string): boolean;
}

/**
 * A key that the user gave to one command is taken from every other that has it by default.
 * @param custom keys by command id, in place of the default ones.
 */
export function bindKeys(
  commands: readonly Command[],
  custom: Readonly<Record<string, readonly string[]>>,
): Bindings {
  const byKey = new Map<string, Command>();
  const taken = new Set<string>();
  for (const command of commands) {
    for (const key of custom[command.id] ?? []) {
      if (!byKey.has(key)) byKey.set(key, command);
      taken.add(key);
    }
  }
  for (const command of commands) {
    if (custom[command.id] !== undefined) continue;
    for (const key of command.keys) if (!byKey.has(key)) byKey.set(key, command);
  }
  const byId = new Map(
    commands.map((command): [string, readonly string[]] => [
      command.id,
      custom[command.id] ?? command.keys.filter((key) => !taken.has(key)),
    ]),
  );
  const beginnings = new Set(
    [...byKey.keys()].flatMap((keys) => {
      const steps = keys.split(' ');
      return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join(' '));
    }),
  );
  return {
    keysOf: (id) => byId.get(id) ?? [],
    commandOf: (keys) => byKey.get(keys),
    begins: (keys) => beginnings.has(keys),
  };
}

/** The commands other than `id` that one of these keys runs, or that begin or end inside one of these sequences. */
export function conflictsOf(
  commands: readonly Command[],
  bindings: Bindings,
  id: string,
  keys: string,
): Command[] {
  return commands.filter(
    (command) =>
      command.id !== id &&
      bindings
        .keysOf(command.id)
        .some((other) => other === keys || other.startsWith(`${keys} `) || keys.startsWith(`${other} `)),
  );
}
