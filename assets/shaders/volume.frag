#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
// One crossing of a volume's surface, added up without order: the signed distances of all its surfaces along a ray, each
// no farther than what stands there, are the length of the ray inside. So a body is cut by the ground without an edge.
layout(location = 0) in float above;
layout(location = 1) flat in vec3 color;
layout(location = 2) flat in vec3 body_shell;
layout(location = 0) out vec4 depth_sum; // Σ color · optical depth, Σ optical depth
#include "pixel.glsl"

const float kContact_m = 3.0; // over which a shell fades out before what it meets

void main() {
  Pixel px = pixel_at(ivec2(gl_FragCoord.xy));
  float scene_m = meets_sea(px) ? sea_distance(px) : px.distance_m;
  // The pixel's ray is `length(ray)` per metre of depth.
  vec2 ndc = gl_FragCoord.xy / frame.picture_px * vec2(2, -2) + vec2(-1, 1);
  float face_m = length(frame.ray_forward + ndc.x * frame.ray_right + ndc.y * frame.ray_up) / gl_FragCoord.w;
  float signed_m = min(face_m, scene_m) * (gl_FrontFacing ? -1.0 : 1.0);
  float shell = mix(body_shell.y, body_shell.z, above) * saturate((scene_m - face_m) / kContact_m);
  float optical = body_shell.x * signed_m + shell;
  depth_sum = vec4(color * optical, optical);
}
