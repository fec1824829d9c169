#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "instances.glsl"
// One vertex of an instance into the shadow map of a cascade.
layout(push_constant, scalar) uniform Push {
  InstanceFrameAddress instance_frame;
  uint cascade;
} push;
#define scene push.instance_frame.f

void main() {
  Thing thing = drawn_thing(scene, UintsAddress(scene.drawn).item[gl_InstanceIndex]);
  MeshRecord mesh = MeshesAddress(scene.meshes).item[thing.mesh];
  MeshVertex v = VerticesAddress(scene.vertices).item[gl_VertexIndex];
  vec3 local_m, normal;
  model_point(mesh, v, thing, local_m, normal);
  vec3 p = thing.position + thing_point(thing, local_m * thing.scale);
  vec3 uvd = (frame.shadow_matrix[push.cascade] * vec4(p, 1)).xyz;
  gl_Position = vec4(uvd.x * 2.0 - 1.0, 1.0 - uvd.y * 2.0, clamp(uvd.z, 0.0, 1.0), 1);
}
