import { defineNode } from '@atomiton/contracts';

export const definition = defineNode({
  type: 'core/checksums',
  version: 1,
  name: 'File checksums',
  category: 'Files',
  description:
    'The checksum of every file of a folder and the folders in it, computed side by side. Links that lead out of the folder are left out.',
  icon: 'fingerprint',
  keywords: ['hash', 'sha256', 'md5', 'crc', 'verify', 'integrity', 'duplicates', 'folder'],
  inputs: [],
  outputs: [
    {
      name: 'table',
      type: 'table',
      description:
        'path (relative, with /), size_bytes, and the checksum in a column named by its algorithm.',
    },
  ],
  parameters: [
    {
      name: 'folder',
      label: 'Folder',
      type: 'file',
      default: '',
      required: true,
      widget: 'folder',
      placeholder: 'data',
      prominent: true,
    },
    {
      name: 'pattern',
      label: 'Pattern',
      description:
        'Which files: *.csv in any folder, data/**/*.png by path, several separated by commas; empty takes all.',
      type: 'string',
      default: '',
      max: 1000,
      widget: 'text',
      placeholder: '*.csv, images/**/*.png',
      prominent: true,
    },
    {
      name: 'algorithm',
      label: 'Algorithm',
      type: 'string',
      default: 'sha256',
      choices: [
        { value: 'sha256', label: 'SHA-256' },
        { value: 'sha512', label: 'SHA-512' },
        { value: 'sha1', label: 'SHA-1' },
        { value: 'md5', label: 'MD5' },
        { value: 'crc32', label: 'CRC-32' },
      ],
      widget: 'select',
      prominent: true,
    },
    {
      name: 'unreadable',
      label: 'Unreadable files',
      type: 'string',
      default: 'fail',
      choices: [
        { value: 'fail', label: 'Stop with an error' },
        { value: 'list', label: 'List with the reason' },
      ],
      widget: 'select',
    },
  ],
  runtime: { language: 'golang', handler: 'core/checksums' },
  purity: 'reads-world',
  reads: ['folder'],
  display: 'table',
});
