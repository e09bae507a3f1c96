import { createBridgeClient } from '@atomiton/contracts';
import type { ContractCase, ContractSubject } from './contract-case.js';
import { NotApplicable } from './contract-case.js';
import { documentCases } from './document-cases.js';
import { guardCases } from './guard-cases.js';
import { runCases } from './run-cases.js';
import { twoViewerCases } from './two-viewer-cases.js';

/** Everything a carrier of the bridge has to hold, for any test runner: one function a promise. */
export function bridgeContract(): readonly ContractCase[] {
  return [...guardCases, ...documentCases, ...runCases, ...twoViewerCases];
}

/**
 * Checks one case with a viewer of its own.
 * @returns why it could not be checked here, or undefined when it was checked and holds.
 * @throws AssertionError where it is broken.
 */
export async function checkContractCase(
  contractCase: ContractCase,
  subject: ContractSubject,
): Promise<string | undefined> {
  const carrier = await subject.connect();
  if (carrier === undefined) return 'no viewer can be made';
  const client = createBridgeClient(carrier);
  try {
    await contractCase.run({ subject, client, carrier });
    return undefined;
  } catch (thrown) {
    if (thrown instanceof NotApplicable) return thrown.message;
    throw thrown;
  } finally {
    client.close();
  }
}
