// node cesium_reads.mjs tiles|model FOLDER: loads FOLDER/tiles/tileset.json or FOLDER/city.glb in CesiumJS and prints
// what came of it as JSON; the picture goes to FOLDER. Exit status 1 where it is not drawn.
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {extname, join, normalize} from 'node:path';

const [what, folder] = process.argv.slice(2);
const types = {'.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css', '.wasm': 'application/wasm'};
const page = `<!doctype html><body style="margin:0"><div id=map style="width:1280px;height:720px"></div>
<script>window.CESIUM_BASE_URL = '/node_modules/cesium/Build/Cesium/'</script>
<script src="/node_modules/cesium/Build/Cesium/Cesium.js"></script>
<script type=module src="/page.js"></script>`;

// No imagery and no globe: what is not the background is ours.
async function show(what) {
  const viewer = new Cesium.CesiumWidget('map', {
    baseLayer: false, globe: false, skyBox: false, skyAtmosphere: false, contextOptions: {webgl: {preserveDrawingBuffer: true}}});
  const scene = viewer.scene;
  scene.backgroundColor = Cesium.Color.BLACK;
  const failures = [];
  scene.renderError.addEventListener((_, error) => failures.push(String(error)));
  let thing, ready, sphere;
  if (what === 'tiles') {
    thing = await Cesium.Cesium3DTileset.fromUrl('/tiles/tileset.json');
    thing.tileFailed.addEventListener((error) => failures.push(error.url + ': ' + error.message));
    ready = () => thing.tilesLoaded;
  } else {
    thing = await Cesium.Model.fromGltfAsync({
      url: '/city.glb', modelMatrix: Cesium.Transforms.eastNorthUpToFixedFrame(Cesium.Cartesian3.fromDegrees(121.7, 39.4))});
    thing.errorEvent.addEventListener((error) => failures.push(String(error)));
    ready = () => thing.ready;
  }
  scene.primitives.add(thing);
  const frames = async (count) => {
    for (let i = 0; i < count; ++i) {
      viewer.render();
      await new Promise((next) => setTimeout(next, 10));
    }
  };
  for (let i = 0; i < 2000 && !failures.length && (i < 10 || !ready()); ++i) await frames(1);
  sphere = thing.boundingSphere;
  viewer.camera.flyToBoundingSphere(sphere, {
    duration: 0, offset: new Cesium.HeadingPitchRange(0.5, -0.5, 0.7 * sphere.radius)});
  await frames(10);
  for (let i = 0; i < 3000 && !failures.length && !ready(); ++i) await frames(1);
  await frames(3);
  const gl = scene.canvas.getContext('webgl2') ?? scene.canvas.getContext('webgl');
  const pixels = new Uint8Array(4 * gl.drawingBufferWidth * gl.drawingBufferHeight);
  gl.readPixels(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  let drawn = 0;
  for (let i = 0; i < pixels.length; i += 4) drawn += pixels[i] + pixels[i + 1] + pixels[i + 2] > 24;
  const at = Cesium.Cartographic.fromCartesian(sphere.center);
  return {
    what, cesium: Cesium.VERSION, ready: ready(), failures, drawn_percent: 400 * drawn / pixels.length,
    longitude: Cesium.Math.toDegrees(at.longitude), latitude: Cesium.Math.toDegrees(at.latitude), radius_m: sphere.radius};
}

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  try {
    const script = `${show}\nwindow.result = show('${what}').catch((error) => ({failures: [String(error)]}));`;
    const body = path === '/' ? page : path === '/page.js' ? script : await readFile(join(folder, path));
    response.writeHead(200, {'content-type': path === '/' ? 'text/html' : types[extname(path)] ?? 'application/octet-stream'});
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const puppeteer = createRequire(join(folder, 'package.json'))('puppeteer-core');
const browser = await puppeteer.launch({
  executablePath: '/usr/bin/chromium', protocolTimeout: 600000,
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist', '--window-size=1280,720']});
try {
  const tab = await browser.newPage();
  await tab.setViewport({width: 1280, height: 720});
  tab.on('pageerror', (error) => console.error(`cesium_reads: ${error}`));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.waitForFunction('window.result', {timeout: 600000});
  const result = await tab.evaluate('window.result');
  await tab.screenshot({path: join(folder, `${what}.png`)});
  console.log(JSON.stringify(result));
  process.exitCode = result.ready && result.failures.length === 0 && result.drawn_percent > 2 ? 0 : 1;
} finally {
  await browser.close();
  server.close();
}
