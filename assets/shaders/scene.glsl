// Reading of the scene's records in shaders; the C++ mirror of each function is in renderer/scene and tested against
// what the GPU draws. Include after scene_types.h; needs scalar block layout.
#ifndef DALIAN_SCENE_GLSL
#define DALIAN_SCENE_GLSL

/// Metres from the camera; `camera_mm` and `camera_rest_m` are scene::FixedPoint of the camera (fixed_point in C++).
vec3 camera_relative(ivec3 position_mm, ivec3 camera_mm, vec3 camera_rest_m) {
  return vec3(position_mm - camera_mm) * 1e-3 - camera_rest_m;
}

vec3 mesh_position(MeshVertex v, MeshRecord mesh) {
  vec3 unit = vec3(float(v.xy & 0xffffu), float(v.xy >> 16), float(v.z_normal & 0xffffu)) * (1.0 / 65535.0);
  return mesh.box_min + unit * mesh.box_size;
}

vec3 octahedral_normal(uint packed16) {
  vec2 e = max(vec2(bitfieldExtract(int(packed16), 0, 8), bitfieldExtract(int(packed16), 8, 8)) * (1.0 / 127.0), -1.0);
  vec3 n = vec3(e, 1.0 - abs(e.x) - abs(e.y));
  if (n.z < 0.0) {
    n.xy = (1.0 - abs(n.yx)) * vec2(n.x >= 0.0 ? 1.0 : -1.0, n.y >= 0.0 ? 1.0 : -1.0);
  }
  return normalize(n);
}

vec3 mesh_normal(MeshVertex v) { return octahedral_normal(v.z_normal >> 16); }
vec4 mesh_color_ao(MeshVertex v) { return unpackUnorm4x8(v.color_ao); } // sRGB encoded, w = ambient occlusion

/// `p` turned by a heading (clockwise from north), in the model's frame x right, y forward.
vec3 turned(vec3 p, float heading_rad) {
  float s = sin(heading_rad), c = cos(heading_rad);
  return vec3(p.x * c + p.y * s, p.y * c - p.x * s, p.z);
}

/// `v` turned about a unit axis (Rodrigues).
vec3 turned_about(vec3 v, vec3 axis, float angle_rad) {
  float s = sin(angle_rad), c = cos(angle_rad);
  return v * c + cross(axis, v) * s + axis * (dot(axis, v) * (1.0 - c));
}

uint instance_mesh(StaticInstance i) { return i.mesh_heading & 0xffffu; }
float instance_heading(StaticInstance i) { return float(i.mesh_heading >> 16) * (6.28318530718 / 65536.0); }
vec3 instance_scale(StaticInstance i) { return vec3(unpackHalf2x16(i.scale_xy), unpackHalf2x16(i.scale_z).x); }

/// Displacement in metres since t0 of a thing whose velocity turns clockwise at a constant rate.
vec2 carried_offset(vec2 velocity_mps, float turn_rate_rps, float dt_s) {
  float angle = turn_rate_rps * dt_s;
  // sin(a)/ω and (1 − cos(a))/ω, by their series where the angle is small
  float along = abs(angle) < 1e-3 ? dt_s : sin(angle) / turn_rate_rps;
  float aside = abs(angle) < 1e-3 ? 0.5 * angle * dt_s : (1.0 - cos(angle)) / turn_rate_rps;
  return vec2(velocity_mps.x * along + velocity_mps.y * aside, velocity_mps.y * along - velocity_mps.x * aside);
}

#endif
