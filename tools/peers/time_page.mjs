// Times one page in a headless Chromium on this machine's software OpenGL and prints {device, ms} as JSON.
// node time_page.mjs PEER SCENE.json MODULES_FOLDER FRAMES WIDTHxHEIGHT SHADOWS SHOT.png
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, extname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';

const [peer, scene, modules, frames, size, shadows, shot] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const [width, height] = size.split('x').map(Number);
const options = JSON.stringify({width, height, frames: Number(frames), shadows: shadows === 'yes'});
const page = `<!doctype html><body style="margin:0"><canvas width=${width} height=${height}></canvas>
<script type=importmap>{"imports":{"three":"/modules/three/build/three.module.js"}}</script>
${peer === 'deck' ? '<script src="/modules/deck.gl/dist.min.js"></script>' : ''}<script type=module src="/${peer}_page.js"></script>`;

async function answer(path) {
  if (path === '/') return [page, 'text/html'];
  if (path === '/options.json') return [options, 'application/json'];
  if (path === '/scene.json') return [await readFile(scene), 'application/json'];
  const file = path.startsWith('/modules/') ? join(modules, normalize(path.slice(8))) : join(here, normalize(path));
  return [await readFile(file), extname(file) === '.js' ? 'text/javascript' : 'text/plain'];
}

const server = createServer(async (request, response) => {
  try {
    const [body, type] = await answer(new URL(request.url, 'http://localhost').pathname);
    response.writeHead(200, {'content-type': type}).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));

const puppeteer = createRequire(join(modules, '..', 'package.json'))('puppeteer-core');
const browser = await puppeteer.launch({
  executablePath: '/usr/bin/chromium', protocolTimeout: 600000,
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist', `--window-size=${width},${height}`]});
try {
  const tab = await browser.newPage();
  await tab.setViewport({width, height});
  tab.on('pageerror', (error) => console.error(`time_page: ${peer}: ${error}`));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForFunction('window.result', {timeout: 600000});
  console.log(JSON.stringify(await tab.evaluate('window.result')));
  await tab.screenshot({path: shot});
} finally {
  await browser.close();
  server.close();
}
