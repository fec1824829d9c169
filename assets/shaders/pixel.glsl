// A pixel of the picture and the way to it. Include after common.glsl.
layout(set = 0, binding = 3) uniform sampler2D depth_target;

struct Pixel {
  ivec2 at;
  vec3 dir;         // unit
  float distance_m; // 1e9 where nothing was drawn
  vec3 p;           // relative
  float pixel_m;    // across the view at that distance
  float jitter;     // 0…1, for rotated taps
};

Pixel pixel_at(ivec2 at) {
  Pixel px;
  px.at = at;
  vec2 ndc = (vec2(at) + 0.5) / frame.picture_px * vec2(2, -2) + vec2(-1, 1);
  vec3 ray = frame.ray_forward + ndc.x * frame.ray_right + ndc.y * frame.ray_up;
  float ray_length = length(ray), depth = texelFetch(depth_target, at, 0).r;
  px.dir = ray / ray_length;
  px.distance_m = depth > 0.0 ? frame.near_m / depth * ray_length : 1e9;
  px.p = px.dir * px.distance_m;
  px.pixel_m = px.distance_m * frame.pixel_angle_rad;
  px.jitter = unit(hash_u(uvec2(at + frame.part_px) + frame.frame_index * 7919u));
  return px;
}

/// Where the ray meets the sea, if it goes down: metres along it.
float sea_distance(Pixel px) { return frame.camera_height_m / -px.dir.z; }

/// True where the ray meets the sea before anything drawn.
bool meets_sea(Pixel px) {
  return px.dir.z < 0.0 && frame.camera_height_m > 0.0 && px.distance_m * -px.dir.z >= frame.camera_height_m;
}
