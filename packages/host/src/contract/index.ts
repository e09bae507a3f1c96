export { bridgeContract, checkContractCase } from './bridge-contract.js';
export { type ContractCase, type ContractSubject, NotApplicable } from './contract-case.js';
