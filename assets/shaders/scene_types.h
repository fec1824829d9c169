// Records of the scene as the GPU reads them: included by GLSL (scalar block layout) and, through
// renderer/scene/scene_types.hpp, by C++. Metres, x east, y north, z up. Positions are whole millimetres from the scene's
// origin, so that "position − camera" is exact before it becomes a float (±2147 km, 1 mm everywhere).
#ifndef DALIAN_SCENE_TYPES_H
#define DALIAN_SCENE_TYPES_H

// What the alpha of a surface cannot say: how a material behaves beyond colour, roughness and metalness.
#define MATERIAL_PLAIN 0u    // keeps its own colour
#define MATERIAL_PAINT 1u    // multiplied by the instance's tint
#define MATERIAL_WINDOW 2u   // glass; some cells are lit at night (hash of entity and of the cell 3 m × 3 m × storey)
#define MATERIAL_LAMP 3u     // shines at night
#define MATERIAL_FOLIAGE 4u  // leaves: hue varies by entity, light passes through
#define MATERIAL_BEACON 5u   // red obstruction light at night
#define MATERIAL_FACADE 6u   // paint with a grid of windows that the shader draws; which share is glass: see MeshVertex

#define MATERIAL_EVERGREEN 7u // leaves that stay
#define MATERIAL_CARGO 8u     // stands in a yard under masts that light its top at night

#define MATERIAL_SPINS 0x80u // beside one of them, in a vertex: turns about the mesh's spin

// Who is behind a building's windows: when they are lit. Index of FrameConstants::lit_share.
#define USE_HOME 0u
#define USE_OFFICE 1u
#define USE_PLANT 2u
#define USE_SHOP 3u // and all else

// One vertex of a packed mesh, 16 bytes.
struct MeshVertex {
  uint xy;       // x | y << 16: 0…65535 over the mesh's box
  uint z_normal; // z | octahedral normal (two snorm8) << 16
  uint color_ao; // sRGB red | green << 8 | blue << 16 | ambient occlusion << 24 (255 = open sky)
  uint material; // roughness | metalness << 8 | (MATERIAL_… and MATERIAL_SPINS) << 16 | share of glass << 24 (each 0…255)
};

// One level of detail: a range of the big index buffer (uint32 indices, relative to vertex_offset).
struct MeshLod {
  uint first_index;
  uint index_count;
  uint vertex_offset;
  float error_m; // typical distance from the finest level; 0 for level 0; grows with the level
};

#define MESH_MAX_LODS 4
#define BOX_LEVEL 4u // of detail: MeshBox instead of triangles

struct MeshRecord {
  vec3 box_min; // of the model in metres; origin on the ground or waterline, faces +y
  vec3 box_size;
  float radius_m; // of the sphere about the box's middle that holds every vertex
  uint lod_count;
  MeshLod lods[MESH_MAX_LODS];
  vec3 spin_pivot; // of what turns; the box holds what it sweeps
  vec3 spin_axis;  // unit length
  float spin_rpm;  // at full speed, or ways there and back a minute; 0 = nothing moves
  float slide_m;   // along the axis; 0 = it turns
};

// The mean of what is seen of one side of a model: paint that keeps its colour, and paint that takes the instance's tint,
// each times its share. sRGB.
struct BoxPaint {
  uint plain_openness; // red | green << 8 | blue << 16 | openness to the sky << 24
  uint tinted_window;  // red | green << 8 | blue << 16 | share that is window << 24
};

// A mesh as one box: a level of detail of its own, for what is a few pixels across. 36 bytes.
struct MeshBox {
  uint low_high[3]; // per axis, in the model's frame: two halves, metres
  float error_m;    // of its outline
  BoxPaint roof, wall;
  uint kinds; // roof's MATERIAL_… | wall's << 8 | roof's metalness << 16 | wall's << 24
};

// One still thing, 32 bytes.
struct StaticInstance {
  ivec3 position_mm; // of the model's origin
  uint mesh_heading; // index of MeshRecord | heading << 16 (65536 = full turn, clockwise from north)
  uint scale_xy;     // two halves: along the model's x (right) and y (forward)
  uint scale_z;      // half | USE_… << 16
  uint tint;         // RGBA8 0xAABBGGRR, sRGB
  uint entity;       // what the entity-id buffer holds: ENTITY_… | index
};

// One moving thing at t0, 64 bytes. The shader carries it on: see carried_offset in scene.glsl and carry_on in C++.
struct MoverInstance {
  ivec3 position_mm; // at t0
  float t0_s;        // relative to the epoch of the buffer
  vec2 velocity_mps; // east, north
  float heading_rad; // clockwise from north, at t0
  float turn_rate_rps;
  vec3 scale; // along the model's x, y, z
  float until_s;  // relative to the epoch: from here on it is stale and stands
  uint tint;      // RGBA8 0xAABBGGRR, sRGB
  uint entity;    // the mover's handle
  float afloat_m; // a ship's length: how the sea moves her; 0: not afloat
  uint mesh_state; // index of MeshRecord | shape << 16 | provenance << 24 | MOVER_STALE
};

#define MOVER_STALE 0x80000000u

// One vertex of a road, railway or bank, 44 bytes. The marking is drawn from `across_m`, `along_m` and how far the mouths
// of the junctions before and behind are.
struct RibbonVertex {
  ivec3 position_mm;
  float across_m;      // from the axis, right positive
  float along_m;       // from the start of the route
  float ahead_m;       // to the mouth that the route leads to; RIBBON_FAR_M where there is none
  float behind_m;      // to the one that it comes from
  float half_width_m;  // of the carriageway or track bed here
  uint kind_normal;    // RIBBON_… | octahedral normal (two snorm8) << 16
  uint marks;          // of a carriageway, see ribbon_marks.hpp
  uint entity;         // ENTITY_ROUTE | index
};

#define RIBBON_FAR_M 9999.0f
// Bits of `marks`.
#define RIBBON_AHEAD_SHIFT 0u  // two bits: 0 open, 1 stop line, 2 crossing before the mouth ahead
#define RIBBON_BEHIND_SHIFT 2u
#define RIBBON_LANES_SHIFT 4u  // three bits, each way
#define RIBBON_ONE_WAY 0x80u
#define RIBBON_MEDIAN_SHIFT 8u // half-width, decimetres
#define RIBBON_LANE_SHIFT 16u  // width, 2 cm
#define RIBBON_CYCLE_SHIFT 24u // width of the cycle strip, decimetres
// A point of a thin line, 16 bytes; a line runs on to the next point unless the radius is 0.
struct WirePoint {
  ivec3 position_mm;
  float radius_m;
};

#define RIBBON_EXPRESSWAY 0u
#define RIBBON_ROAD 1u
#define RIBBON_STREET 2u
#define RIBBON_RAIL 3u
#define RIBBON_HIGH_SPEED_RAIL 4u
#define RIBBON_METRO 5u
#define RIBBON_RIVER 6u
#define RIBBON_TEST_ROUTE 7u
#define RIBBON_BANK 8u // embankment beside any of them: grass over gravel
#define RIBBON_DECK 9u // side and underside of a bridge deck, concrete
#define RIBBON_JUNCTION 10u
#define RIBBON_KERB 11u
#define RIBBON_FOOTWAY 12u
#define RIBBON_MEDIAN 13u
#define RIBBON_HEDGE 14u

// A small light or a breath of smoke, 40 bytes; drawn as a point by sprite.vert.
struct LightPoint {
  ivec3 position_mm; // from the scene's origin; of a mover's light: from the mover's origin, in its frame, scaled
  uint carrier;      // index of the mover that carries it, or LIGHT_STANDS
  float candela;     // towards where it shines
  float size_m;      // across what shines; the height of a flame; of smoke: the radius it begins with
  uint color;        // sRGB 0xKKBBGGRR, KK = SPRITE_…
  uint sector;       // its middle, clockwise from ahead or north, 65536 to the turn | half its width << 16
  uint rhythm;       // period in 0.1 s (0: steady) | share of it lit in 1/255 << 16 | phase in 1/256 << 24
  float share;       // of smoke: its age, 0…1; of a lamp with a flat beam: what goes beside it, else 0
};
#define LIGHT_STANDS 0xffffffffu
#define LIGHT_ALL_ROUND (32768u << 16)

#define SPRITE_LIGHT 0u // a lamp
#define SPRITE_FLAME 1u
#define SPRITE_SMOKE 2u

// Who a texel of the entity-id buffer belongs to. Movers' handles stay below ENTITY_ROUTE.
#define ENTITY_NONE 0u
#define ENTITY_ROUTE 0x40000000u
#define ENTITY_PLACEMENT 0x80000000u
#define ENTITY_INDEX_MASK 0x3fffffffu

// One pyramid or box of sight; mirror of scene::CullView.
struct SightView {
  vec4 planes[4]; // relative to the camera: inside where dot(xyz, p) + w ≥ 0
  float pixel_angle_rad;
  float pixel_m;
  float smallest_px;
  float level_px;
  float largest_box_px; // what is larger across is no box; 0: nothing is
};

// The picture and the cascades of its shadow.
#define SIGHT_VIEWS 3
// Lists of what is drawn: what stands in each view, what moves in each view. For the picture all that moves in itself
// does; a cascade keeps the shadows of what slides.
#define DRAW_LISTS 6

// 64 instances at most that one work group looks at.
struct CullGroup {
  uint first;
  uint count; // | CULL_MOVERS
};
#define CULL_GROUP_SIZE 64u
#define CULL_MOVERS 0x80000000u
#define DRAWN_MOVER 0x80000000u // in the list of what is drawn: index of a mover, not of a still instance

// What a pixel of a box shows, 16 bytes; one for each lane of the cull groups.
struct BoxLook {
  uint roof;   // sRGB | openness << 24
  uint wall;   // likewise
  uint entity;
  uint facing; // heading, 16 bits | SURFACE_… of the roof << 16 | of the wall << 20 | BOX_EAST, BOX_NORTH
};
#define BOX_EAST 0x40000000u  // the wall in sight faces the model's +x, else −x
#define BOX_NORTH 0x80000000u // +y, else −y
// In `nearest`: index of a BoxLook << 2 | the axis that the side in sight lies across.

// As VkDrawIndexedIndirectCommand.
struct DrawCommand {
  uint index_count;
  uint instance_count;
  uint first_index;
  int vertex_offset;
  uint first_instance;
};

// Everything the passes of the instances need, once per frame. A bucket is (list · meshes + mesh) · MESH_MAX_LODS + level.
struct InstanceFrame {
  SightView views[SIGHT_VIEWS];
  uint view_count;
  uint mesh_count;
  float now_s; // of the movers' epoch
  uint list_size;       // of the parts of `drawn` for what stands, all of it, and for …
  uint mover_list_size; // … what moves
  uint still_views;     // bit v: view v shows what stands
  uint64_t meshes;    // MeshRecord[]
  uint64_t boxes;     // MeshBox[]
  uint64_t vertices;  // MeshVertex[]
  uint64_t instances; // StaticInstance[]
  uint64_t movers;    // MoverInstance[]
  uint64_t groups;    // CullGroup[]
  uint64_t levels;    // uint[groups · 64]: level + 1 in each view, 8 bits each; 0 = not drawn
  uint64_t counts;    // uint[buckets]: all zero between frames
  uint64_t cursors;   // uint[buckets]
  uint64_t draws;     // DrawCommand[buckets]
  uint64_t nearest;   // uint64_t[pixels of the picture]: bits of the depth << 32 | BoxFace of the nearest box; 0 = none
  uint64_t box_looks; // BoxLook[groups · 64]
  uint64_t drawn;     // uint[SIGHT_VIEWS · (list_size + mover_list_size)]
};

#endif
