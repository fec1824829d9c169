// What the host tells the shaders: included by GLSL (scalar block layout) and, through renderer/passes/gpu_types.hpp, by
// C++. "Relative" positions are metres from the camera, x east, y north, z up; "ground" coordinates are metres from the
// scene's origin. Light is linear sRGB, scaled so that the sun above the air is kSunAboveAir.
#ifndef DALIAN_GPU_TYPES_H
#define DALIAN_GPU_TYPES_H

// Alpha of the albedo target: which rule shades the texel (0…255).
#define SURFACE_NONE 0u
#define SURFACE_TERRAIN 1u // ground material from land cover; the normal target's z = the sun that hills leave
#define SURFACE_MODEL 2u   // painted; for this and all below, the normal target's z = openness to the sky
#define SURFACE_GLASS 3u   // windows, clear coat: mirrors the sky
#define SURFACE_LAMP 4u    // shines at night in its own colour; the normal target's z = how much of it shines
#define SURFACE_FOLIAGE 5u // light passes through
#define SURFACE_ROAD 6u    // open to the sky; the normal target's z = a street lamp's light
#define SURFACE_BEACON 7u  // red at night
#define SURFACE_METAL 8u
#define SURFACE_CARGO 9u // painted, and lit from masts above at night

#define SHADOW_CASCADES 2
#define MAX_DETAILS 8

// A height grid: samples at origin + (column, row) · spacing. An unused one holds no place: origin above last.
struct HeightGrid {
  vec2 origin_m; // of its first sample, relative to the camera
  vec2 last_m;   // of its last sample
  float spacing_m;
};

#define MAX_WAKES 16

// The water behind a ship under way.
struct Wake {
  vec2 stern_m; // relative to the camera
  vec2 ahead;   // unit, where she goes
  float length_m, width_m, speed_mps; // of the ship
  float spare;
};

#define MAX_ZONES 16
#define MAX_ZONE_POINTS 384

struct ZoneInfo {
  vec2 low_m, high_m; // bounding box, ground coordinates
  uint first_point, point_count;
  uint color; // RGBA8, sRGB
  uint entity;
};

#define MAX_FIELD_GRIDS 16

// A grid of a field in one atlas: samples at origin + (column, row) · spacing.
struct FieldTile {
  vec2 origin_m; // ground coordinates
  vec2 last;     // columns − 1, rows − 1
  float spacing_m;
  float first_row; // in the atlas
};

// Where field.comp looks for the values of the ground.
#define FIELD_OF_PARCELS 0u
#define FIELD_OF_GRIDS 1u

struct FrameConstants {
  mat4 view_proj;                      // relative → clip, jittered; reversed z (near/z), y up
  mat4 shadow_matrix[SHADOW_CASCADES]; // relative → (u, v, depth) of the shadow map, 0…1
  vec3 ray_right;                      // the ray of a pixel = ray_forward + ndc.x · ray_right + ndc.y · ray_up (jittered)
  float near_m;
  vec3 ray_up;
  float time_s; // for waves: seconds of the day, wrapped
  vec3 ray_forward;
  float camera_height_m; // above mean sea level
  ivec3 camera_mm;       // the camera from the scene's origin, whole millimetres …
  float pixel_angle_rad; // of one pixel at the picture's middle
  vec3 camera_rest_m;    // … and what is left
  float exposure;
  vec3 sun_direction; // towards the sun
  float night;        // 0 by day … 1 when the sun is 8° below the horizon
  vec2 camera_ground_m; // ground coordinates of the camera
  vec2 picture_px;
  vec2 wind_mps;
  float haze_per_m;    // extinction at sea level
  float haze_height_m; // over which it falls by e
  vec4 frustum[4];     // left, right, bottom, top planes (relative): inside where dot(xyz, p) + w ≥ 0
  vec4 shadow_texel_m; // metres per texel of each cascade; z = range of the last in metres
  uint zone_count;
  uint wake_count;
  uint frame_index; // sub-frame of a still picture
  uint flags;       // FRAME_…
  vec2 terrain_low_m, terrain_high_m; // of the whole window, relative
  vec2 texel_to_uv;                   // 1 / size of a terrain texture's layer
  HeightGrid window;       // in the first layers of the terrain textures, cut into pieces row by row: neighbours share …
  vec2 window_piece_quads; // … the samples at the cut; quads of every piece but the last along each side
  vec2 window_last_piece;  // pieces less one, along each side
  float detail_layer;      // of the first detail; the others follow
  HeightGrid details[MAX_DETAILS]; // the finest last
  Wake wakes[MAX_WAKES];
  ZoneInfo zones[MAX_ZONES]; // first zone_count
  vec2 zone_points[MAX_ZONE_POINTS]; // ground coordinates
  vec3 key_direction;  // towards what casts the shadows: the sun, after dusk the moon
  float moon_light;    // what arrives of the full moon's light high in the sky, 0…1
  vec3 moon_direction; // towards the moon, may be below the horizon
  float key_is_moon;   // 0 or 1
  vec4 lit_share;      // of windows at this hour, by USE_…
  float overcast;      // 0 clear … 1 closed
  float wet, snow;     // 0 … 1, of what faces up
  vec3 leaf_tint;      // of the season, over the colours of late September: leaves (sRGB) …
  float field_share;   // … how much of the fields shows field_color
  vec3 grass_tint;     // … grass and scrub (linear)
  float cloud_cover;   // of fair-weather clouds, 0 … 1
  vec3 field_color;    // … what covers the fields (linear)
  float flow_s;        // clock of the flow lines, seconds, wrapped
  float rotor_s;       // how long rotors have turned, in seconds at their full speed, wrapped
  uint field_grid_count;
  FieldTile field_grids[MAX_FIELD_GRIDS]; // finest first
  ivec2 part_px; // of a larger picture: where this one begins, from the top left …
  vec2 whole_px; // … and the size of the whole; else 0 and picture_px
};

#define FRAME_NO_SHADOWS 1u
#define FRAME_SHOW_COVER 2u
#define FRAME_NOT_ENCODED 4u // linear light goes into the picture
#define FRAME_DRAW_ALL 8u    // nothing is left out for being out of sight

// Looks for which kernels are specialised (constant 1 of shade.comp): light that is not there costs nothing.
#define LOOK_NIGHT 1u
#define LOOK_WET 2u
#define LOOK_SNOW 4u
#define LOOK_CLOUDS 8u // of the sky's kernel alone

// What the sky sends down; filled by sky_light.comp.
struct SkyLight {
  vec3 sun;           // irradiance of the sun's disc on a plane facing it, at sea level
  vec3 harmonics[4];  // irradiance / π by direction: [0] + [1]·x + [2]·y + [3]·z
  vec3 horizon;       // mean radiance just above the horizon
};

// One square of terrain: kPatchQuads × kPatchQuads quads.
struct TerrainPatch {
  vec2 corner_m;    // south-western, relative to the camera
  float size_m;
  float morph_from_m; // distance where vertices begin to slide to the next coarser level …
  float morph_to_m;   // … and have arrived
};

#define PATCH_QUADS 32u

// Which kernel shades a pixel. Software drivers run both sides of every branch, so each kind has a kernel of its own and a
// list of its pixels.
#define KIND_SKY 0u
#define KIND_SEA 1u
#define KIND_MODEL 2u
#define KIND_FIELD 3u   // fields
#define KIND_ORCHARD 4u // orchards
#define KIND_WILD 5u    // scrub, rock
#define KIND_FOREST 6u
#define KIND_SHORE 7u // beach, tidal flat, salt pan, reservoir: wet ground
#define KIND_SETTLED 8u // village, town
#define KIND_PAVED 9u   // industry, concrete, asphalt, gravel, lawn, airport
#define KIND_WAKE 10u // sea near a ship under way
#define KIND_LEAF 11u // trees, hedges
#define KIND_COUNT 12

// Pixels are sorted by kind within square tiles. A tile's pixels stand in its own part of one list, and are handed out in
// groups: a group is its first place in that list | (pixels − 1) << 26.
#define TILE_SIDE 32u
#define TILE_PIXELS 1024u
#define SHADE_GROUP 64u        // pixels of one group at most
#define SHADE_GROUPS_ACROSS 16u // no device must run more than 65535 in a column

struct PixelBins {
  uint size[KIND_COUNT * 3]; // arguments of one indirect dispatch per kind: x, y, z
  uint groups[KIND_COUNT];   // of this kind
};
// A pixel of the list: x | y << 5 in its tile, cover of the ground << 10, mark of a zone << 15 (see zones.glsl).

// How well a picture is made (constant 2 of shade.comp): see passes::Quality.
#define QUALITY_FULL 0u
#define QUALITY_LIGHT 1u
#define QUALITY_PLAIN 2u

#endif
