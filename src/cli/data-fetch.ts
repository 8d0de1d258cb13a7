/** `sim data fetch`: the official archive of a data set, verified and unpacked. */
import { defineCommand, EXIT } from './command.ts';

const MEGABYTE = 1e6;

export const dataFetchCommand = defineCommand({
  name: 'data fetch',
  about: 'Download a data set, verify its checksum and unpack it; a broken download goes on',
  positionals: { dataset: { kind: 'one', describe: 'Name of the data set', choices: ['cifar10'] } },
  flags: {
    out: { kind: 'text', describe: 'Folder to unpack into', required: true },
    url: { kind: 'text', describe: 'Address of a mirror; the checksum stays the official one', fallback: 'the official archive' },
  },
  examples: ['sim data fetch cifar10 --out data'],
  async run(values) {
    const { join } = await import('node:path');
    const { CIFAR10_ARCHIVE, fetchDataset } = await import('../models/fetch-dataset.ts');
    const { showProgress } = await import('./progress.ts');
    const stop = new AbortController();
    const interrupt = () => stop.abort();
    process.once('SIGINT', interrupt);
    let progress: ReturnType<typeof showProgress> | undefined;
    try {
      const archive = { ...CIFAR10_ARCHIVE, url: values.url ?? CIFAR10_ARCHIVE.url };
      const outcome = await fetchDataset(archive, {
        out: values.out,
        signal: stop.signal,
        onProgress(done, total) {
          const format = (bytes: number) => (bytes / MEGABYTE).toFixed(1);
          progress ??= showProgress({ label: `fetching ${values.dataset}`, unit: 'MB', total, already: done, format });
          progress.update(done);
        },
      });
      progress?.finish();
      const folder = join(values.out, archive.folder);
      process.stderr.write(outcome === 'present' ? `${folder} is there already; nothing to do\n` : `verified and unpacked to ${folder}\n`);
      return EXIT.done;
    } catch (error) {
      progress?.finish();
      if (!stop.signal.aborted) throw error;
      process.stderr.write('interrupted; run again to go on from here\n');
      return EXIT.interrupted;
    } finally {
      process.off('SIGINT', interrupt);
    }
  },
});
