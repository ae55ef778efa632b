// A picture of a terminal's screen: node picture.mjs FILE, with what `tmux capture-pane -p -e` says on standard input.
//
// A browser draws it, one box a character, so that a Chinese one is as wide as two others whatever the font.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const { chromium } = createRequire(path.join(process.env.VSCODE, 'package.json'))('playwright-core');

const foreground = '#e0e2ea';
const background = '#14161b'; // of Neovim's own colours

const plain = { color: foreground, background };

/** The style after one of the terminal's codes, `38;2;R;G;B` or `1`. */
function styled(style, codes) {
  let next = { ...style };
  const parts = codes.split(';');
  while (parts.length > 0) {
    const code = parts.shift();
    const colour = () => `rgb(${parts.splice(0, 4).slice(1).join()})`;
    if (code === '' || code === '0') next = plain;
    else if (code === '1') next = { ...next, 'font-weight': 'bold' };
    else if (code === '4' || code.startsWith('4:')) next = { ...next, 'text-decoration': 'underline' };
    else if (code === '7') next = { ...next, color: next.background, background: next.color };
    else if (code === '38') next = { ...next, color: colour() };
    else if (code === '48') next = { ...next, background: colour() };
    else if (code === '39') next = { ...next, color: foreground };
    else if (code === '49') next = { ...next, background };
    else if (code === '58') colour();
  }
  return next;
}

const isWide = (character) => /[\p{Script=Han}\u3000-\u303f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(character);

function box(character, style) {
  const css = Object.entries(style).map(([name, value]) => `${name}:${value}`);
  const width = isWide(character) ? 'wide' : 'narrow';
  return `<b class="${width}" style="${css.join(';')}">&#${character.codePointAt(0)};</b>`;
}

function html(screen) {
  let style = plain;
  const lines = screen.replace(/\n$/, '').split('\n').map((line) => {
    let boxes = '';
    for (const [token, codes] of line.matchAll(/\x1b\[([\d;:]*)m|./gsu)) {
      if (codes === undefined) boxes += box(token, style);
      else style = styled(style, codes);
    }
    return `<div>${boxes}</div>`;
  });
  return `<style>
    body { margin: 0 }
    main { padding: 10px; width: max-content; background: ${background}; font: 15px/20px 'DejaVu Sans Mono', 'WenQuanYi Zen Hei Mono', monospace }
    div { height: 20px; white-space: pre }
    b { display: inline-block; height: 20px; vertical-align: top; font-weight: normal }
    .narrow { width: 9px } .wide { width: 18px; font-size: 17px }
  </style><main>${lines.join('')}</main>`;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.setContent(html(fs.readFileSync(0, 'utf8')));
await page.locator('main').screenshot({ path: process.argv[2] });
await browser.close();
