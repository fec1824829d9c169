// The box city as three.js's manual recommends for many equal shapes: one InstancedMesh, standard material, shadow map
// drawn once because nothing moves.
import * as THREE from 'three';
import {loadScene, timeFrames, viewDirection} from './page.js';

const {camera: eye, boxes, width, height, shadows} = await loadScene();
const canvas = document.querySelector('canvas');
const renderer = new THREE.WebGLRenderer({canvas, antialias: false, powerPreference: 'high-performance'});
renderer.setSize(width, height, false);
renderer.toneMapping = THREE.ACESFilmicToneMapping;

// three.js is y up: x = east, y = up, z = south
const scene = new THREE.Scene();
scene.background = new THREE.Color(0x9fc4e6);
scene.fog = new THREE.FogExp2(0xb9cfe2, 1 / 40000);
scene.add(new THREE.HemisphereLight(0xbfd6f0, 0x8a8070, 1.2));
const sun = new THREE.DirectionalLight(0xfff0d8, 3);
const edge = Math.max(...boxes.map((b) => Math.abs(b[0]))) + 20;
sun.position.set(-0.8, 0.35, 0.3).multiplyScalar(3 * edge);
sun.castShadow = shadows;
sun.shadow.mapSize.set(2048, 2048);
Object.assign(sun.shadow.camera, {left: -edge * 1.5, right: edge * 1.5, top: edge, bottom: -edge, near: 1, far: 7 * edge});
scene.add(sun);
renderer.shadowMap.enabled = shadows;
renderer.shadowMap.autoUpdate = false;
renderer.shadowMap.needsUpdate = true;

const ground = new THREE.Mesh(new THREE.PlaneGeometry(40000, 40000), new THREE.MeshStandardMaterial({color: 0x8c8880}));
ground.rotation.x = -Math.PI / 2;
ground.receiveShadow = shadows;
scene.add(ground);

const shape = new THREE.BoxGeometry(1, 1, 1).translate(0, 0.5, 0);
const city = new THREE.InstancedMesh(shape, new THREE.MeshStandardMaterial({roughness: 0.8}), boxes.length);
const matrix = new THREE.Matrix4(), colour = new THREE.Color();
boxes.forEach(([east, north, w, d, h, tint], i) => {
  city.setMatrixAt(i, matrix.makeScale(w, h, d).setPosition(east, 0, -north));
  city.setColorAt(i, colour.setRGB((tint & 255) / 255, (tint >> 8 & 255) / 255, (tint >> 16) / 255).multiplyScalar(0.55));
});
city.castShadow = city.receiveShadow = shadows;
scene.add(city);

const camera = new THREE.PerspectiveCamera(eye.vertical_field_rad * 180 / Math.PI, width / height, 1, 60000);
const [east, north, up] = viewDirection(eye);
camera.position.set(eye.east_m, eye.up_m, -eye.north_m);
camera.lookAt(camera.position.x + east, camera.position.y + up, camera.position.z - north);

await timeFrames(renderer.getContext(), () => renderer.render(scene, camera));
