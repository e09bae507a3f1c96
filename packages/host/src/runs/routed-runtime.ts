import type {
  Language,
  NodeDefinition,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  RuntimeCapabilities,
  RuntimeStatus,
} from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { RuntimeRouter } from '@atomiton/execution-engine/runtimes';

/** One language of the router as the engine asks for it: made and started with its first node. */
export class RoutedRuntime implements NodeRuntime {
  private runtime: NodeRuntime | undefined;

  constructor(
    private readonly router: RuntimeRouter,
    readonly language: Language,
  ) {}

  get capabilities(): RuntimeCapabilities {
    return this.runtime?.capabilities ?? { isolated: true, parallel: true };
  }

  async initialize(): Promise<void> {
    this.runtime = await this.router.runtime(this.language);
  }

  /** `preparing` until it was initialised, so that the engine initialises it. */
  status(): RuntimeStatus {
    const { language, runtime } = this;
    return runtime?.status() ?? { language, state: 'preparing', message: 'Starts with its first node.' };
  }

  implementationHash(definition: NodeDefinition): string {
    return this.started().implementationHash(definition);
  }

  open(request: OpenRequest): Promise<NodeSession> {
    return this.started().open(request);
  }

  /** The next node asks the router again. */
  forget(): void {
    this.runtime = undefined;
  }

  /** The router ends what it has started. */
  async dispose(): Promise<void> {}

  private started(): NodeRuntime {
    if (this.runtime !== undefined) return this.runtime;
    throw new AtomitonError({
      kind: 'dependency',
      code: 'runtime-missing',
      message: `The runtime of ${this.language} was not started.`,
    });
  }
}
