export { unzip, zip, type ZipEntry } from '../src/pack/zip.js';
