import type { Language, NodeRuntime, RuntimeStatus } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { startCall } from './contract-suite/observed-call.js';
import { testDefinition } from './contract-suite/test-definitions.js';
import { RuntimeRouter } from './runtime-router.js';

/** A runtime that gives its language as the output of every call. */
class NamingRuntime implements NodeRuntime {
  readonly capabilities = { isolated: false, parallel: true };
  state: RuntimeStatus['state'] = 'preparing';
  message: string | undefined;
  disposed = 0;
  initialized = 0;

  constructor(
    readonly language: Language,
    private readonly preparing: (runtime: NamingRuntime) => Promise<void> = async () => undefined,
  ) {}

  async initialize(): Promise<void> {
    this.initialized++;
    await this.preparing(this);
    this.state = 'ready';
  }

  status(): RuntimeStatus {
    const { language, state, message } = this;
    return { language, state, ...(message === undefined ? {} : { message }) };
  }

  implementationHash(): string {
    return this.language;
  }

  async open() {
    const json = this.language;
    const empty = async () => undefined;
    return {
      call: async (_: unknown, hooks: { emit(outputs: object): void }) => {
        hooks.emit({ value: { kind: 'json', json, identity: '0'.repeat(64) } });
      },
      cancel: () => undefined,
      snapshot: async () => new Uint8Array(0),
      restore: empty,
      close: empty,
    };
  }

  async dispose(): Promise<void> {
    this.disposed++;
  }
}

const request = (language: Language) => ({
  node: 'n1',
  definition: testDefinition('test/echo', language),
  parameters: {},
});

describe('runtime router', () => {
  it('sends each node to the runtime of its language, made once on first use', async () => {
    let made = 0;
    const python = new NamingRuntime('python');
    const wasm = new NamingRuntime('wasm');
    const router = new RuntimeRouter({
      runtimes: {
        python: async () => {
          made++;
          return python;
        },
        wasm: () => wasm,
      },
    });
    expect(made).toBe(0);
    const [one, two, three] = await Promise.all([
      router.open(request('python')),
      router.open(request('python')),
      router.open(request('wasm')),
    ]);
    const language = async (session: typeof one) => (await startCall(session).finished).outputs[0]?.value;
    expect(await language(one)).toMatchObject({ json: 'python' });
    expect(await language(two)).toMatchObject({ json: 'python' });
    expect(await language(three)).toMatchObject({ json: 'wasm' });
    expect([made, python.initialized]).toEqual([1, 1]);
    expect(await router.implementationHash(testDefinition('test/sum', 'wasm'))).toBe('wasm');
    await router.dispose();
    expect([python.disposed, wasm.disposed]).toEqual([1, 1]);
    await expect(router.open(request('python'))).rejects.toThrow(/has been shut down/);
  });

  it('says in one sentence what is missing, lets the others work, and tries again', async () => {
    let installed = false;
    const go = new NamingRuntime('golang', async () => {
      if (installed) return;
      throw new AtomitonError({
        kind: 'dependency',
        code: 'runtime-missing',
        message: 'Go nodes cannot run: go was not found.',
        hint: 'Install the Debian package golang.',
      });
    });
    const rust = new NamingRuntime('rust');
    const router = new RuntimeRouter({ runtimes: { golang: () => go, rust: () => rust } });
    await router.prestart(['golang', 'rust', 'python']);
    const byLanguage = new Map(router.statuses().map((status) => [status.language, status]));
    expect(byLanguage.get('golang')).toEqual({
      language: 'golang',
      state: 'missing',
      message: 'Go nodes cannot run: go was not found. Install the Debian package golang.',
    });
    expect(byLanguage.get('rust')?.state).toBe('ready');
    expect(byLanguage.get('python')).toMatchObject({ state: 'missing' });
    await expect(router.open(request('golang'))).rejects.toMatchObject({ data: { code: 'runtime-missing' } });
    await router.open(request('rust'));
    installed = true;
    await router.open(request('golang'));
    expect(router.statuses().find(({ language }) => language === 'golang')?.state).toBe('ready');
    await router.dispose();
    expect(go.disposed).toBe(1);
  });

  it('turns any failure of a start into a dependency error', async () => {
    const router = new RuntimeRouter({
      runtimes: {
        rust: () => {
          throw new Error('wrong ELF class');
        },
      },
    });
    await expect(router.open(request('rust'))).rejects.toMatchObject({
      data: { kind: 'dependency', code: 'runtime-failed', message: 'wrong ELF class' },
    });
    expect(router.statuses().find(({ language }) => language === 'rust')?.state).toBe('failed');
    await router.dispose();
  });

  it('tells listeners of changes while a runtime prepares, and only of changes', async () => {
    let go: () => void = () => undefined;
    const python = new NamingRuntime('python', async (self) => {
      self.message = 'Installing numpy.';
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      self.message = undefined;
    });
    const router = new RuntimeRouter({ runtimes: { python: () => python }, pollMs: 1 });
    const seen: RuntimeStatus[] = [];
    const stop = router.onStatus((statuses) => {
      seen.push(statuses.find(({ language }) => language === 'python') as RuntimeStatus);
    });
    const opening = router.open(request('python'));
    await expect.poll(() => seen.at(-1)?.message).toBe('Installing numpy.');
    go();
    await opening;
    expect(seen.at(-1)).toEqual({ language: 'python', state: 'ready' });
    const texts = seen.map((status) => JSON.stringify(status));
    expect(new Set(texts).size).toBe(texts.length);
    stop();
    await router.dispose();
  });
});
