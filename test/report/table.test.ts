import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatHalfWidth, formatMs, formatPercent, formatSetting, formatSigned } from '../../src/report/format-number.ts';
import { formatCsv, formatMarkdown, formatTable, TABLE_WIDTH, type Table } from '../../src/report/table.ts';

const TABLE: Table = {
  columns: [
    { name: 'policy', title: 'policy', align: 'left' },
    { name: 'mean_ms', title: 'mean ms', group: 'deex', align: 'right' },
    { name: 'load', title: 'load', group: 'deex', align: 'right' },
  ],
  rows: [
    [
      { text: 'a|b', value: 'a, "b"' },
      { text: '14.2', value: 14.234567890123 },
      { text: '0.93', value: 0.93 },
    ],
    [
      { text: 'cc', value: 'cc' },
      { text: '1,423', value: 1423.5, tone: 'bad' },
      { text: '', value: null },
    ],
  ],
};

describe('formatTable', () => {
  it('aligns words left and numbers right, groups above', () => {
    assert.equal(
      formatTable(TABLE),
      ['        │ deex', 'policy  │ mean ms  load', 'a|b     │    14.2  0.93', 'cc      │   1,423', ''].join('\n'),
    );
  });

  it('colours only if asked, without moving a column', () => {
    assert.ok(!formatTable(TABLE).includes('\u001b'));
    const coloured = formatTable(TABLE, { color: true });
    assert.ok(coloured.includes('\u001b[31m'));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences themselves
    assert.equal(coloured.replaceAll(/\u001b\[\d+m/g, '').replaceAll(/ +\n/g, '\n'), formatTable(TABLE));
  });

  it('is never wider than the terminal, cutting words before numbers', () => {
    const long = 'a-tier-with-a-name-nobody-should-give-'.repeat(5);
    const wide: Table = {
      columns: [...TABLE.columns, { name: 'busiest', title: 'busiest', align: 'left' }],
      rows: TABLE.rows.map((row) => [...row, { text: long, value: long }]),
    };
    const lines = formatTable(wide).trimEnd().split('\n');
    assert.ok(lines.every((line) => [...line].length <= TABLE_WIDTH));
    assert.ok(lines.some((line) => line.includes('1,423') && line.endsWith('…')));
  });
});

describe('the same rows in files', () => {
  it('as Markdown, with bars escaped and groups in the header', () => {
    assert.equal(
      formatMarkdown(TABLE),
      '| policy | deex mean ms | deex load |\n| --- | ---: | ---: |\n| a\\|b | 14.2 | 0.93 |\n| cc | 1,423 |  |\n',
    );
  });

  it('as CSV, unrounded and quoted', () => {
    assert.equal(formatCsv(TABLE), 'policy,mean_ms,load\n"a, ""b""",14.234567890123,0.93\ncc,1423.5,\n');
  });
});

describe('numbers for readers', () => {
  it('have three significant digits, and no more than a reader needs', () => {
    assert.deepEqual([0, 0.02104, 0.21, 2.1, 14.234, 142.3, 1423.4, 15_119.2, 1_523_197].map(formatMs), [
      '0',
      '0.0210',
      '0.210',
      '2.10',
      '14.2',
      '142',
      '1,423',
      '15,119',
      '1.52e6',
    ]);
    assert.deepEqual(
      [
        [13.9, 14.5],
        [6.71, 6.7101],
        [60, 128],
      ].map(([low, high]) => formatHalfWidth([low as number, high as number])),
      ['0.3', '0.00', '34'],
    );
    assert.equal(formatPercent(0.8634), '86.3');
  });

  it('carry a sign where they are differences, and none at zero', () => {
    assert.deepEqual(
      [1.25, -1.25, 0, 0.004, -0.004].map((value) => formatSigned(value, 2)),
      ['+1.25', '-1.25', '0.00', '0.00', '0.00'],
    );
  });

  it('name a setting as the user wrote it', () => {
    assert.deepEqual([0.1 + 0.2, '5 Mbit/s', 1.01].map(formatSetting), ['0.3', '5 Mbit/s', '1.01']);
  });
});
