import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NodeDefinition, NodeModule } from '@atomiton/contracts';
import { effectProblems, parameterProblem } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { builtInDefinitions, builtInModules } from './catalog.js';

const source = fileURLToPath(new URL('.', import.meta.url));

describe('the catalog', () => {
  it('has every definition of this package', async () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
    const types: string[] = [];
    for (const file of files.filter((name) => name.endsWith('definition.ts'))) {
      const { definition } = (await import(`${source}${file}`)) as { definition: NodeDefinition };
      types.push(definition.type);
    }
    expect(types.length).toBeGreaterThan(0);
    expect(builtInDefinitions.map(({ type }) => type).sort()).toEqual(types.sort());
  });

  it('has a module with code for every TypeScript node and for no other', async () => {
    const types = builtInDefinitions.filter(({ runtime }) => runtime.language === 'typescript');
    expect([...builtInModules.keys()]).toEqual(types.map(({ type }) => type));
    for (const module of builtInModules.values()) {
      const file = fileURLToPath(module).replace(/\.js$/, '.ts');
      const code = (await import(file)) as NodeModule;
      expect([code.run, code.open].filter((entry) => typeof entry === 'function')).toHaveLength(1);
    }
  });

  it('is truthful about files and effects as far as data can tell', () => {
    for (const definition of builtInDefinitions)
      expect([definition.type, effectProblems(definition)]).toEqual([definition.type, []]);
  });

  it.each(builtInDefinitions.map((definition) => [definition.type, definition] as const))(
    '%s has defaults that fit, and names no port twice',
    (_type, { parameters, inputs, outputs }) => {
      for (const spec of parameters) {
        if (!spec.required) expect(parameterProblem(spec, spec.default)).toBeUndefined();
      }
      const targets = [...parameters, ...inputs].map(({ name }) => name);
      expect(new Set(targets).size).toBe(targets.length);
      expect(new Set(outputs.map(({ name }) => name)).size).toBe(outputs.length);
      expect(parameters.filter(({ prominent }) => prominent).length).toBeLessThanOrEqual(3);
    },
  );
});
