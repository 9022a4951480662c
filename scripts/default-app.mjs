/**
 * The program that Electron runs when it is given a path (`electron [-r MODULE] PATH [ARGUMENTS]`). Written by
 * hand because a development runtime comes without one, and packed as an asar without a packing tool.
 */
const mainModule = `'use strict';
const { app } = require('electron');
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const preloads = [];
let target = null;
const words = process.argv.slice(1);
for (let at = 0; at < words.length && target === null; at += 1) {
  const word = words[at];
  if (word === '--version' || word === '-v') { console.log('v' + process.versions.electron); process.exit(0); }
  if (word === '--abi' || word === '-a') { console.log(process.versions.modules); process.exit(0); }
  if (word === '-r' || word === '--require') preloads.push(words[(at += 1)]);
  else if (word.startsWith('--app=')) target = word.slice('--app='.length);
  else if (!word.startsWith('-')) target = word;
}
if (preloads.length > 0) Module._preloadModules(preloads);
if (target === null) { console.error('usage: electron [options] PATH'); process.exit(1); }

Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
const folder = path.resolve(target);
const description = path.join(folder, 'package.json');
if (existsSync(description)) {
  const about = JSON.parse(readFileSync(description, 'utf8'));
  if (about.version) app.setVersion(about.version);
  app.name = about.productName || about.name || app.name;
  if (process.platform === 'linux') app.setDesktopName(about.desktopName || app.name + '.desktop');
}
let entry;
try {
  entry = Module._resolveFilename(folder, null, true);
} catch (error) {
  console.error('No Electron application at ' + folder + ': ' + error.message);
  process.exit(1);
}
app.setAppPath(existsSync(description) ? folder : path.dirname(entry));
Module._load(entry, Module, true);
`;

/** The bytes of `resources/default_app.asar`. */
export function defaultAppArchive() {
  return packAsar({
    'package.json': JSON.stringify({ name: 'electron', productName: 'Electron', main: 'main.js' }),
    'main.js': mainModule,
  });
}

/**
 * An asar of flat text files: two Chromium pickles (the header's size, the header as JSON), then the contents.
 * Each pickle starts with its payload's length and is padded to four bytes.
 */
export function packAsar(files) {
  const header = { files: {} };
  const contents = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    header.files[name] = { size: bytes.length, offset: String(offset) };
    offset += bytes.length;
    contents.push(bytes);
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Math.ceil(json.length / 4) * 4;
  const head = Buffer.alloc(16 + padded);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(8 + padded, 4);
  head.writeUInt32LE(4 + padded, 8);
  head.writeUInt32LE(json.length, 12);
  json.copy(head, 16);
  return Buffer.concat([head, ...contents]);
}
