import type { ErrorData, Language, NodeDefinition, NodeRuntime } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { keyPrefix } from './action-key.js';
import type { RunClock } from './run-clock.js';
import type { RuntimeLookup } from './services.js';

/** One language during one run. */
interface LanguageState {
  phase: 'ready' | 'pending' | 'failed';
  runtime: NodeRuntime | undefined;
  error: ErrorData | undefined;
}

/** One definition during one run: its runtime, and the hash of the code behind it. */
export interface KindState {
  readonly definition: NodeDefinition;
  readonly language: LanguageState;
  /** Undefined until asked for; '' where the runtime cannot tell, which means: never cached. */
  implementation: string | undefined;
  /** Beginning of the action keys of its nodes. */
  prefix: string;
}

/** Brings up the runtimes that a run needs, each once, when the first node of its language is about to run. */
export class KindStates {
  private readonly kinds: (KindState | undefined)[] = [];
  private readonly languages = new Map<Language, LanguageState>();

  constructor(
    private readonly definitions: readonly NodeDefinition[],
    private readonly runtimes: RuntimeLookup,
    private readonly clock: RunClock,
    /** A language that was pending has become ready or failed. */
    private readonly onSettled: () => void,
  ) {}

  get(kind: number): KindState {
    const known = this.kinds[kind];
    if (known !== undefined) return known;
    const definition = this.definitions[kind] as NodeDefinition;
    const state: KindState = {
      definition,
      language: this.languageState(definition.runtime.language),
      implementation: undefined,
      prefix: '',
    };
    this.kinds[kind] = state;
    return state;
  }

  /** The implementation hash, asked for once a run, so that changed code is seen by the next run; it may read files. */
  implementationOf(state: KindState): string {
    if (state.implementation === undefined) {
      try {
        state.implementation = state.language.runtime?.implementationHash(state.definition) ?? '';
        state.prefix = keyPrefix(state.definition, state.implementation);
      } catch {
        state.implementation = '';
      }
      this.clock.stale();
    }
    return state.implementation;
  }

  private languageState(language: Language): LanguageState {
    const known = this.languages.get(language);
    if (known !== undefined) return known;
    const runtime = this.runtimes.for(language);
    const state: LanguageState = { phase: 'pending', runtime, error: undefined };
    this.languages.set(language, state);
    if (runtime === undefined) {
      state.phase = 'failed';
      state.error = {
        kind: 'dependency',
        code: 'runtime-missing',
        message: `Nodes written in ${language} cannot run here: there is no runtime for this language.`,
        hint: 'Install the runtime, or replace the node.',
      };
    } else if (runtime.status().state === 'ready') {
      state.phase = 'ready';
    } else {
      void this.initialize(runtime, state);
    }
    return state;
  }

  private async initialize(runtime: NodeRuntime, state: LanguageState): Promise<void> {
    try {
      await runtime.initialize();
      state.phase = 'ready';
    } catch (thrown) {
      state.phase = 'failed';
      const error = toErrorData(thrown, 'runtime-missing');
      state.error =
        thrown instanceof Error && error.kind === 'runtime' ? { ...error, kind: 'dependency' } : error;
    }
    this.onSettled();
  }
}
