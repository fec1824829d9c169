// Leaves close up: clumps and single leaves as bumps and tones in space, faded where they would be smaller than pixels.
// Include after pixel.glsl, ground.glsl and noise3.glsl.

struct Leaves {
  vec3 normal;
  float tone;     // multiplied into the albedo
  float openness; // multiplied into the occlusion: hollows are dark
};

Leaves leaves_at(vec3 ground_m, vec3 n, float pixel_m) {
  const vec3 kSize_m = vec3(1.5, 0.55, 0.17); // a bough's head, a clump, a leaf
  vec4 head = noise_gradient3(ground_m / kSize_m.x + 3.1), clump = noise_gradient3(ground_m / kSize_m.y), leaf = noise_gradient3(ground_m / kSize_m.z + 7.7);
  vec3 seen = vec3(shows(kSize_m.x, pixel_m), shows(kSize_m.y, pixel_m), shows(kSize_m.z, pixel_m));
  vec3 slope = head.xyz * (0.45 * seen.x) + clump.xyz * (0.55 * seen.y) + leaf.xyz * (0.45 * seen.z);
  float high = 0.5 + dot((vec3(head.w, clump.w, leaf.w) - 0.5) * seen, vec3(0.26, 0.40, 0.34));
  return Leaves(normalize(n - slope), 0.50 + high, mix(1.0, smoothstep(0.22, 0.55, high), 0.6 * seen.x));
}
