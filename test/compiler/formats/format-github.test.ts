import { describe, expect, it } from '@jest/globals';
import { formatGithub } from '../../../compiler/formats/format-github.js';
import { found } from './found.js';

describe('workflow commands of GitHub Actions', () => {
  it('name the place, the code, and what to do', () => {
    expect(formatGithub([found({ message: 'Wrong', help: 'Mend it.' })])).toBe(
      '::error file=a.yaml,line=5,endLine=5,col=3,endColumn=9,title=unknown-key::Wrong%0Ahelp: Mend it.\n',
    );
  });

  it('escape what would end a property or the command', () => {
    const text = formatGithub([
      found({ file: 'a,b:c%.yaml', message: '100 %\r\n::error::x', help: '' }),
    ]);

    expect(text).toContain('file=a%2Cb%3Ac%25.yaml,');
    expect(text).toContain('::100 %25%0D%0A::error::x\n');
    expect(text.trimEnd()).not.toContain('\n');
  });

  it('leave out columns that are on different lines', () => {
    expect(formatGithub([found({ endLine: 6, help: '' })])).toContain('line=5,endLine=6,title=');
  });

  it('are warnings for warnings', () => {
    expect(formatGithub([found({ severity: 'warning' })])).toMatch(/^::warning /);
  });

  it('are none where nothing was found', () => {
    expect(formatGithub([{ ...found({}), diagnostics: [] }])).toBe('');
  });
});
