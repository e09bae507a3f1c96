export type { NativeAddon, NativeHost, NativeSession } from './addon.js';
export { addonPath, loadNativeNodes, type NativeNodes } from './load-addon.js';
