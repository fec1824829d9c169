// What the ground is made of at a place: land cover → albedo, roughness, bumps. Patterns are in ground coordinates, at
// three scales or more, and fade to their mean before they would shimmer. Include after terrain.glsl.
#define COVER_SEA 0u
#define COVER_TIDAL_FLAT 1u
#define COVER_BEACH 2u
#define COVER_ROCK 3u
#define COVER_FIELD 4u
#define COVER_ORCHARD 5u
#define COVER_SCRUB 6u
#define COVER_FOREST 7u
#define COVER_SALT_PAN 8u
#define COVER_RESERVOIR 9u
#define COVER_VILLAGE 10u
#define COVER_TOWN 11u
#define COVER_INDUSTRY 12u
#define COVER_CONCRETE 13u
#define COVER_ASPHALT 14u
#define COVER_GRAVEL 15u
#define COVER_LAWN 16u
#define COVER_AIRPORT 17u

struct Ground {
  vec3 albedo; // linear
  vec2 bump;   // slope added to the terrain's
  float wet;   // 0 … 1: mirrors the sky
  float occlusion; // 1 = open
};

struct GroundSpot {
  vec2 at;       // ground coordinates, metres
  float pixel_m; // the width of a pixel on the ground
  float height_m, slope;
};

/// 1 where a pattern of this size is wide against a pixel, 0 where it would alias.
float shows(float size_m, float pixel_m) { return saturate((size_m / pixel_m - 1.2) * 0.5); }

/// Land cover at a place: the class that weighs most among the four samples around, on a warped lattice, so that borders
/// wander as they do in the field instead of following the grid.
uint cover_at(GridSpot spot, vec2 at) {
  vec3 far_warp = noise_gradient(at / (spot.spacing_m * 2.2)), near_warp = noise_gradient(at / (spot.spacing_m * 0.6) + 17.3);
  float wander = 0.12 + smoothstep(15.0, 60.0, spot.spacing_m); // fine grids know the edges that people drew
  vec2 t = spot.texel + (far_warp.yz * 0.22 + near_warp.yz * 0.07) * wander;
  ivec2 size = ivec2(1.0 / frame.texel_to_uv + 0.5);
  ivec2 base = clamp(ivec2(floor(t)), ivec2(0), size - 2);
  vec2 f = clamp(t - vec2(base), 0.0, 1.0);
  int layer = int(spot.layer);
  uvec4 c = uvec4(texelFetch(cover_texture, ivec3(base, layer), 0).r, texelFetch(cover_texture, ivec3(base + ivec2(1, 0), layer), 0).r,
                  texelFetch(cover_texture, ivec3(base + ivec2(0, 1), layer), 0).r, texelFetch(cover_texture, ivec3(base + ivec2(1, 1), layer), 0).r);
  vec4 w = vec4((1.0 - f.x) * (1.0 - f.y), f.x * (1.0 - f.y), (1.0 - f.x) * f.y, f.x * f.y);
  uint best = c.x;
  float most = -1.0;
  for (int k = 0; k < 4; ++k) {
    float sum = dot(w, vec4(equal(c, uvec4(c[k]))));
    best = sum > most ? c[k] : best;
    most = max(sum, most);
  }
  return best;
}

uint kind_of_cover(uint cover) {
  if (cover == COVER_FIELD) return KIND_FIELD;
  if (cover == COVER_ORCHARD) return KIND_ORCHARD;
  if (cover == COVER_SCRUB || cover == COVER_ROCK) return KIND_WILD;
  if (cover == COVER_FOREST) return KIND_FOREST;
  if (cover <= COVER_BEACH || cover == COVER_SALT_PAN || cover == COVER_RESERVOIR) return KIND_SHORE;
  return cover == COVER_VILLAGE || cover == COVER_TOWN ? KIND_SETTLED : KIND_PAVED;
}

/// Plots as people divide land: strips across a slope, cut into lengths; directions change every kilometre or two.
struct Plot {
  ivec2 id;
  vec2 along;    // metres inside the plot from its corner
  vec2 size_m;
  float edge_m;  // to the nearest border
};

Plot plot_at(vec2 at, vec2 usual_m, float district_m) {
  vec2 d = at / district_m;
  vec2 warped = d + (vec2(noise(d * 1.7), noise(d * 1.7 + 31.0)) - 0.5) * 1.1;
  ivec2 district = ivec2(floor(warped));
  uint h = hash_u(uvec2(district) + 77u);
  vec2 p = turn(unit(h) * 3.14159) * at;
  float width = usual_m.x * (0.7 + 0.7 * unit(h * 7u)), depth = usual_m.y * (0.7 + 0.7 * unit(h * 13u));
  float row = floor(p.y / depth);
  float cut = width * (0.6 + 0.8 * hash_unit(ivec2(int(row), district.x * 31 + district.y)));
  float shifted = p.x + cut * hash_unit(ivec2(int(row) + 5, district.y));
  float column = floor(shifted / cut);
  Plot plot;
  plot.id = ivec2(int(column), int(row)) + district * 4099;
  plot.size_m = vec2(cut, depth);
  plot.along = vec2(shifted - column * cut, p.y - row * depth);
  vec2 to_edge = min(plot.along, plot.size_m - plot.along);
  plot.edge_m = min(to_edge.x, to_edge.y);
  return plot;
}

/// The season's tint of leaves is of sRGB values.
vec3 leaf_tone() { return frame.leaf_tint * frame.leaf_tint; }

Ground plain(vec3 albedo) { return Ground(albedo, vec2(0), 0.0, 1.0); }

/// Crops of late September: maize stubble, standing maize, vegetables, bare soil, groundnuts, ripening rice.
Ground field_ground(GroundSpot s, vec3 coarse, vec3 fine) {
  Plot plot = plot_at(s.at, vec2(55, 170), 1300);
  float crop = hash_unit(plot.id), shade = hash_unit(plot.id + 91);
  vec3 albedo = crop < 0.26   ? vec3(0.215, 0.170, 0.098)
                : crop < 0.50 ? vec3(0.105, 0.112, 0.045)
                : crop < 0.64 ? vec3(0.070, 0.098, 0.038)
                : crop < 0.80 ? vec3(0.168, 0.122, 0.078)
                : crop < 0.92 ? vec3(0.150, 0.140, 0.062)
                              : vec3(0.225, 0.190, 0.100);
  albedo *= 0.82 + 0.36 * shade;
  albedo = mix(albedo, frame.field_color * (0.72 + 0.56 * shade), saturate(frame.field_share * (0.75 + 0.5 * crop)));
  float row_m = crop < 0.26 ? 2.4 : 1.4 + 1.2 * shade;
  float rows = sin(plot.along.x * (6.28318 / row_m));
  albedo *= 1.0 + 0.16 * rows * shows(row_m, s.pixel_m * 2.0);
  albedo *= 1.0 + 0.10 * (fine.x - 0.5) * 2.0;
  // Tracks and grassy borders between plots.
  float border = smoothstep(2.6 + s.pixel_m, 0.8, plot.edge_m) * min(1.0, 4.0 / s.pixel_m);
  albedo = mix(albedo, mix(vec3(0.085, 0.100, 0.045) * frame.grass_tint, vec3(0.24, 0.20, 0.15), step(0.6, shade)), border * 0.8);
  Ground g = plain(albedo * (0.86 + 0.28 * coarse.x));
  return g;
}

/// Round crowns on a lattice: orchards, street trees. Lit from the side by `bump`.
Ground orchard_ground(GroundSpot s, vec3 coarse, vec3 fine) {
  Plot plot = plot_at(s.at, vec2(90, 140), 1100);
  const float kSpacing = 5.5;
  vec2 cell = plot.along / kSpacing, d = fract(cell) - 0.5;
  float size = 0.30 + 0.10 * hash_unit(ivec2(floor(cell)) + plot.id * 17);
  float crown = smoothstep(size, size - 0.12, length(d));
  float visible = shows(kSpacing, s.pixel_m * 2.0);
  vec3 soil = mix(vec3(0.185, 0.150, 0.098), vec3(0.110, 0.115, 0.055), hash_unit(plot.id));
  vec3 leaves = vec3(0.052, 0.074, 0.030) * leaf_tone() * (0.85 + 0.4 * hash_unit(plot.id + 3));
  Ground g = plain(mix(soil, leaves, mix(0.42, crown, visible)) * (0.85 + 0.3 * coarse.x));
  g.bump = d * crown * 2.6 * visible;
  g.occlusion = 1.0 - 0.25 * visible * (1.0 - crown) * smoothstep(0.5, 0.3, length(d));
  float track = smoothstep(3.5, 2.0, plot.edge_m) * min(1.0, 4.0 / s.pixel_m);
  g.albedo = mix(g.albedo, vec3(0.23, 0.195, 0.14), track * 0.7);
  return g;
}

/// Closed canopy: crowns as bumps at two sizes, fading to a darker even tone far off.
Ground forest_ground(GroundSpot s, vec3 coarse, vec3 fine, float open) {
  float near = shows(7.0, s.pixel_m * 2.0), mid = shows(23.0, s.pixel_m * 2.0);
  vec3 crowns = noise_gradient(s.at / 6.5), groups = noise_gradient(s.at / 21.0 + 9.1);
  vec3 pine = vec3(0.030, 0.046, 0.025), oak = vec3(0.062, 0.074, 0.028) * leaf_tone(), dry = vec3(0.118, 0.108, 0.052) * frame.grass_tint;
  float kind = coarse.x * 0.65 + groups.x * 0.35;
  vec3 albedo = mix(pine, oak, smoothstep(0.35, 0.68, kind));
  float gaps = smoothstep(0.62 - open, 0.80 - open, fine.x * 0.5 + groups.x * 0.5);
  albedo = mix(albedo, dry, gaps * (0.35 + open));
  Ground g = plain(albedo * (1.0 + 0.45 * (crowns.x - 0.5) * near));
  g.bump = -(crowns.yz * 0.55 * near + groups.yz * 0.35 * mid) * (1.0 - gaps * 0.7);
  g.occlusion = 1.0 - 0.35 * near * smoothstep(0.5, 0.15, crowns.x) - 0.10;
  return g;
}

Ground scrub_ground(GroundSpot s, vec3 coarse, vec3 fine) {
  vec3 clumps = noise_gradient(s.at / 4.2);
  float near = shows(4.0, s.pixel_m * 2.0);
  float bush = smoothstep(0.45, 0.70, mix(fine.x, clumps.x, 0.5 * near));
  vec3 grass = mix(vec3(0.150, 0.138, 0.070), vec3(0.112, 0.120, 0.055), coarse.x) * frame.grass_tint;
  Ground g = plain(mix(grass, vec3(0.058, 0.072, 0.034) * leaf_tone(), bush * 0.8));
  g.bump = -clumps.yz * 0.30 * near * bush;
  float stony = smoothstep(0.35, 0.75, s.slope) * smoothstep(0.4, 0.7, fine.x);
  g.albedo = mix(g.albedo, vec3(0.200, 0.182, 0.155), stony * 0.7);
  return g;
}

Ground rock_ground(GroundSpot s, vec3 coarse, vec3 fine) {
  vec3 blocks = noise_gradient(s.at / 3.1 + 4.0);
  float near = shows(3.0, s.pixel_m * 2.0);
  float strata = 0.5 + 0.5 * sin(s.height_m * 1.9 + fine.x * 9.0);
  vec3 albedo = mix(vec3(0.150, 0.132, 0.110), vec3(0.250, 0.226, 0.190), coarse.x * 0.5 + strata * 0.3 + blocks.x * 0.3 * near);
  Ground g = plain(albedo);
  g.bump = -blocks.yz * 0.75 * near - fine.yz * 0.25;
  g.albedo = mix(g.albedo, vec3(0.085, 0.088, 0.048), smoothstep(0.55, 0.8, fine.x) * smoothstep(0.9, 0.3, s.slope) * 0.7);
  return g;
}

/// Sand, wet mud and tide channels, by height above the sea.
Ground shore_ground(GroundSpot s, vec3 coarse, vec3 fine, bool mud) {
  float channels = 1.0 - smoothstep(0.0, 0.10, abs(noise(s.at / 130.0 + fine.xy * 0.5) - 0.5));
  vec3 dry = mud ? vec3(0.205, 0.180, 0.148) : vec3(0.345, 0.300, 0.228), wet = mud ? vec3(0.105, 0.094, 0.080) : vec3(0.19, 0.162, 0.122);
  float damp = mud ? 0.75 - 0.6 * smoothstep(0.2, 1.6, s.height_m + coarse.x) : smoothstep(1.1, 0.3, s.height_m + 0.5 * fine.x);
  Ground g = plain(mix(dry, wet, damp) * (0.85 + 0.3 * fine.x));
  g.wet = damp * 0.35;
  if (mud) {
    g.albedo *= 1.0 - 0.35 * channels;
    g.wet = saturate(g.wet + 0.45 * channels);
  }
  return g;
}

/// Evaporation ponds: rectangles of brine between dykes, from sea-grey through green-brown to salt.
Ground salt_ground(GroundSpot s, vec3 coarse, vec3 fine) {
  Plot plot = plot_at(s.at, vec2(95, 260), 5200);
  float stage = hash_unit(plot.id);
  vec3 brine = stage < 0.45   ? mix(vec3(0.060, 0.078, 0.080), vec3(0.095, 0.108, 0.095), stage * 2.2)
               : stage < 0.80 ? mix(vec3(0.120, 0.115, 0.085), vec3(0.150, 0.112, 0.090), stage - 0.4)
                              : vec3(0.36, 0.35, 0.33);
  Ground g = plain(brine * (0.9 + 0.2 * fine.x));
  g.wet = stage < 0.80 ? 0.75 : 0.12;
  float dyke = smoothstep(5.0 + s.pixel_m * 0.5, 3.0, plot.edge_m) * min(1.0, 8.0 / s.pixel_m);
  g.albedo = mix(g.albedo, vec3(0.20, 0.176, 0.140), dyke);
  g.wet *= 1.0 - dyke;
  return g;
}

/// Roofs, yards, lanes and trees seen from afar: `house_m` is the lot, `roof` its covered share.
Ground settled_ground(GroundSpot s, vec3 coarse, vec2 house_m, float roof, float urban) {
  Plot block = plot_at(s.at, mix(vec2(70, 48), vec2(140, 95), urban), mix(620.0, 1700.0, urban));
  vec2 lots = max(floor(block.size_m / house_m), vec2(1));
  vec2 lot_m = block.size_m / lots, cell = floor(block.along / lot_m), in_lot = block.along - cell * lot_m;
  ivec2 id = block.id * 64 + ivec2(cell);
  float kind = hash_unit(id), tone = hash_unit(id + 7919);
  vec2 share = sqrt(roof) * (0.78 + 0.3 * vec2(hash_unit(id + 3), hash_unit(id + 5)));
  vec2 from_middle = abs(in_lot - lot_m * 0.5) - lot_m * 0.5 * min(share, vec2(0.92));
  float inside = smoothstep(0.6 * s.pixel_m, -0.6 * s.pixel_m, max(from_middle.x, from_middle.y)) * step(0.12, kind);
  vec3 tiles = mix(vec3(0.205, 0.105, 0.072), vec3(0.150, 0.132, 0.120), step(0.55, tone));
  vec3 flat_roof = mix(vec3(0.240, 0.232, 0.220), vec3(0.165, 0.172, 0.178), tone);
  vec3 top = mix(mix(tiles, flat_roof, urban * 0.75), vec3(0.130, 0.165, 0.200), step(0.93, tone)) * (0.75 + 0.5 * hash_unit(id + 11));
  vec3 yard = mix(vec3(0.185, 0.160, 0.125), vec3(0.068, 0.080, 0.038), smoothstep(0.35, 0.62, noise(s.at / 11.0)));
  vec3 lane = mix(vec3(0.200, 0.182, 0.155), vec3(0.118, 0.116, 0.112), urban);
  float street = smoothstep(mix(3.0, 6.5, urban) + 0.5 * s.pixel_m, mix(2.0, 5.0, urban), block.edge_m);
  Ground g = plain(mix(mix(yard, top, inside), lane, street));
  float seen = shows(house_m.x, s.pixel_m * 1.6);
  vec3 mean = mix(mix(yard, top, roof * 0.8), lane, 0.15);
  g.albedo = mix(mean, g.albedo, 0.35 + 0.65 * seen) * (0.88 + 0.24 * coarse.x);
  // The pitch of a roof and the shadow beside it, as the sun would give them.
  float pitch = (1.0 - urban * 0.85) * inside * seen * (1.0 - street);
  g.bump = vec2(0, sign(in_lot.y - lot_m.y * 0.5)) * 0.55 * pitch;
  g.occlusion = 1.0 - 0.45 * seen * (1.0 - inside) * (1.0 - street) * smoothstep(3.5, 0.0, max(from_middle.x, from_middle.y));
  return g;
}

/// Slabs with joints: each poured on another day; big fields of them worn by traffic, patched, stained.
Ground paved_ground(GroundSpot s, vec3 coarse, vec3 fine, vec3 tone, float joint_m) {
  vec2 slab = s.at / joint_m, bay = s.at / (joint_m * 6.0), d = abs(fract(slab) - 0.5), e = abs(fract(bay) - 0.5);
  float poured = hash_unit(ivec2(floor(slab))) - 0.5, field = hash_unit(ivec2(floor(bay)) + 31) - 0.5;
  float slabs = shows(joint_m, s.pixel_m * 1.5), bays = shows(joint_m * 6.0, s.pixel_m * 1.5);
  Ground g = plain(tone * (0.94 + 0.10 * coarse.x + 0.08 * fine.x) * (1.0 + 0.10 * poured * slabs + 0.13 * field * bays));
  float joint = smoothstep(0.5 - (0.05 + 0.5 * s.pixel_m) / joint_m, 0.5, max(d.x, d.y));
  float seam = smoothstep(0.5 - (0.15 + 0.5 * s.pixel_m) / (joint_m * 6.0), 0.5, max(e.x, e.y));
  g.albedo *= 1.0 - 0.20 * joint * slabs - 0.16 * seam * bays;
  float wear = noise(s.at * vec2(0.011, 0.05)) * 0.6 + noise(s.at * vec2(0.06, 0.013) + 7.0) * 0.4;
  g.albedo *= 1.06 - 0.22 * smoothstep(0.45, 0.75, wear);
  return g;
}

Ground lawn_ground(GroundSpot s, vec3 coarse, vec3 fine) {
  const float kTuft_m = 0.45;
  float mown = sin(s.at.x * 1.05 + s.at.y * 0.35) * shows(6.0, s.pixel_m * 2.0);
  vec3 tuft = noise_gradient(s.at / kTuft_m);
  float tufts = shows(kTuft_m, s.pixel_m);
  Ground g = plain(mix(vec3(0.082, 0.104, 0.042), vec3(0.135, 0.132, 0.066), coarse.x * 0.6 + fine.x * 0.4) * frame.grass_tint *
                   (1.0 + 0.05 * mown + 0.34 * tufts * (tuft.x - 0.5)));
  g.bump = -tuft.yz * (0.14 * tufts);
  return g;
}

/// Crushed stone of yards and quarries: its grain, heaps, ruts, here and there weeds.
Ground gravel_ground(GroundSpot s, vec3 coarse, vec3 fine) {
  const float kGrain_m = 0.4, kShovel_m = 2.3;
  vec3 heaps = noise_gradient(s.at / 14.0 + 2.0), grain = noise_gradient(s.at / kGrain_m);
  float grains = shows(kGrain_m, s.pixel_m), shovels = shows(kShovel_m, s.pixel_m) * (noise(s.at / kShovel_m + 6.1) - 0.5);
  float ruts = 0.5 + 0.5 * sin(dot(s.at, vec2(0.31, 0.22)) + fine.x * 14.0);
  vec3 albedo = mix(vec3(0.146, 0.138, 0.124), vec3(0.218, 0.207, 0.188), fine.x * 0.6 + heaps.x * 0.4);
  albedo = mix(albedo, vec3(0.098, 0.102, 0.056), smoothstep(0.62, 0.85, coarse.x * 0.4 + heaps.x * 0.6) * 0.45);
  Ground g = plain(albedo * (1.0 - 0.05 * ruts * shows(20.0, s.pixel_m)) * (1.0 + 0.55 * grains * (grain.x - 0.5) + 0.22 * shovels));
  g.bump = -heaps.yz * 0.10 * shows(14.0, s.pixel_m * 2.0) - grain.yz * (0.16 * grains);
  return g;
}

/// Works: yards of concrete and asphalt, gravel, lawn between them. Halls and tanks stand on it as models.
Ground industry_ground(GroundSpot s, vec3 coarse, vec3 fine) {
  vec2 q = s.at + (noise_gradient(s.at / 90.0).yz - 0.5) * 14.0;
  float big = noise(q / 74.0 + 3.0) * 0.65 + noise(q / 29.0) * 0.35;
  Ground g = paved_ground(s, coarse, fine, mix(vec3(0.125, 0.126, 0.128), vec3(0.215, 0.213, 0.206), smoothstep(0.40, 0.50, big)), 6.0);
  float green = smoothstep(0.60, 0.635, noise(q / 47.0 + 11.0) * 0.7 + fine.x * 0.3);
  g.albedo = mix(g.albedo, lawn_ground(s, coarse, fine).albedo, green);
  return g;
}

Ground ground_at(uint cover, GroundSpot s) {
  vec3 coarse = noise_gradient(s.at / 830.0), fine = noise_gradient(s.at / 61.0 + 5.7);
  coarse.x = coarse.x * 0.6 + noise(s.at / 240.0 + 2.2) * 0.4;
  Ground g;
  // `kKind` is a constant of the kernel: only one of these branches is compiled.
  if (kKind == KIND_FIELD) {
    g = field_ground(s, coarse, fine);
  } else if (kKind == KIND_ORCHARD) {
    g = orchard_ground(s, coarse, fine);
  } else if (kKind == KIND_FOREST) {
    g = forest_ground(s, coarse, fine, 0.0);
  } else if (kKind == KIND_WILD) {
    g = scrub_ground(s, coarse, fine);
    if (cover == COVER_ROCK) g = rock_ground(s, coarse, fine);
  } else if (kKind == KIND_SHORE) {
    g = shore_ground(s, coarse, fine, cover != COVER_BEACH);
    if (cover == COVER_SALT_PAN) g = salt_ground(s, coarse, fine);
    if (cover == COVER_RESERVOIR) g = Ground(vec3(0.050, 0.066, 0.064), vec2(0), 0.9, 1.0);
  } else if (kKind == KIND_SETTLED) {
    float urban = cover == COVER_TOWN ? 1.0 : 0.0;
    g = settled_ground(s, coarse, mix(vec2(12, 14), vec2(34, 26), urban), mix(0.42, 0.46, urban), urban);
  } else {
    g = lawn_ground(s, coarse, fine);
    if (cover == COVER_INDUSTRY) g = industry_ground(s, coarse, fine);
    bool asphalt = cover == COVER_ASPHALT;
    if (asphalt || cover == COVER_CONCRETE)
      g = paved_ground(s, coarse, fine, asphalt ? vec3(0.068, 0.072, 0.077) : vec3(0.205, 0.208, 0.207), asphalt ? 24.0 : 5.0);
    if (cover == COVER_GRAVEL) g = gravel_ground(s, coarse, fine);
  }
  g.albedo *= 0.93 + 0.14 * fine.x;
  // Just above the sea everything is wet and darker.
  float splash = smoothstep(0.9, 0.1, s.height_m);
  g.albedo *= 1.0 - 0.4 * splash;
  return g;
}
