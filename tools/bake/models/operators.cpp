#include "tools/bake/models/operators.hpp"

#include "tools/bake/models/hull.hpp"
#include "tools/bake/models/loft.hpp"
#include "tools/bake/models/solids.hpp"
#include "tools/bake/models/structures.hpp"

#include <algorithm>
#include <map>

namespace dalian::bake {
namespace {

struct Call {
  Fields& fields;
  Palette const& palette;
  Builder& out;
  int level;

  float number(std::string_view key, double otherwise) const {
    return static_cast<float>(fields.number(key, otherwise));
  }
  float number(std::string_view key) const { return static_cast<float>(fields.number(key)); }
  MaterialIndex material(std::string_view key) const { return palette.find(fields.text(key), fields.where()); }
  MaterialIndex material(std::string_view key, MaterialIndex otherwise) const {
    return fields.has(key) ? material(key) : otherwise;
  }
  std::optional<MaterialIndex> maybe_material(std::string_view key) const {
    if (!fields.has(key)) return std::nullopt;
    return material(key);
  }
  bool flag(std::string_view key) const { return fields.number(key, 0.0) != 0; }
  /// Round things lose sides with distance.
  int sides(std::string_view key, int otherwise) const {
    int const wished = fields.whole(key, otherwise);
    constexpr int kLeast[4] = {3, 6, 5, 4};
    int const shown = level == 0 ? wished : level == 1 ? wished * 2 / 3 : level == 2 ? wished / 2 : wished / 3;
    return std::max(std::min(wished, kLeast[level]), shown);
  }
};

void box(Call const& c) {
  BoxSpec spec{.size = c.fields.vector("size")};
  spec.taper = c.fields.pair("taper", glm::vec2(1));
  spec.lean = c.fields.pair("lean", glm::vec2(0));
  spec.foot = c.level <= 1 ? c.number("foot", 0) : (c.fields.accept("foot"), 0.0F);
  spec.bottom = c.flag("bottom");
  spec.top = c.maybe_material("top");
  c.out.material = c.material("material");
  add_box(c.out, spec);
}

void prism(Call const& c) {
  PrismSpec spec;
  spec.profile = c.fields.points2("profile");
  if (spec.profile.size() < 3) c.fields.fail("profile", "needs three points");
  std::string const axis = c.fields.text("axis", "z");
  if (axis != "x" && axis != "y" && axis != "z") c.fields.fail("axis", "must be x, y or z");
  spec.axis = axis == "x" ? Axis::x : axis == "y" ? Axis::y : Axis::z;
  spec.length = c.number("length");
  spec.caps = c.maybe_material("caps");
  spec.roof = c.maybe_material("roof");
  c.out.material = c.material("material");
  add_prism(c.out, spec);
}

void lathe(Call const& c) {
  LatheSpec spec;
  spec.profile = c.fields.points2("profile");
  if (spec.profile.size() < 2) c.fields.fail("profile", "needs two points (radius, z)");
  spec.sides = c.sides("sides", 12);
  spec.smooth = c.fields.number("smooth", 1.0) != 0;
  spec.turn_deg = c.number("first", 0);
  c.out.material = c.material("material");
  add_lathe(c.out, spec);
  if (!c.flag("both")) return; // a thin wall that is also seen from inside, just within the other face
  std::ranges::reverse(spec.profile);
  for (glm::vec2& p : spec.profile)
    p += glm::vec2(p.x > 0.02F ? -0.02F : 0, 0.02F);
  add_lathe(c.out, spec);
}

void cylinder(Call const& c) {
  float const radius = c.number("radius"), height = c.number("height"), top = c.number("top_radius", radius);
  float const bottom = c.number("bottom", 0);
  LatheSpec wall{.profile = {{radius, 0}, {top, height}}};
  wall.sides = c.sides("sides", 12);
  wall.smooth = c.fields.number("smooth", 1.0) != 0;
  c.out.material = c.material("material");
  add_lathe(c.out, wall);
  c.out.material = c.material("cap", c.out.material);
  LatheSpec cap = wall;
  cap.smooth = false;
  cap.profile = {{top, height}, {0, height + c.number("dome", 0)}};
  add_lathe(c.out, cap);
  if (bottom != 0) {
    cap.profile = {{0, 0}, {radius, 0}};
    add_lathe(c.out, cap);
  }
}

void pipe(Call const& c) {
  PipeSpec spec;
  spec.points = c.fields.points3("points");
  if (spec.points.size() < 2) c.fields.fail("points", "needs two points");
  spec.radius = c.number("radius");
  spec.sides = c.level >= 2 ? (c.fields.accept("sides"), 3) : c.sides("sides", 6);
  spec.caps = c.flag("caps");
  c.out.material = c.material("material");
  add_pipe(c.out, spec);
}

void bar(Call const& c) {
  c.out.material = c.material("material");
  add_bar(c.out, {c.fields.vector("start"), c.fields.vector("end"), c.number("width"), c.number("height")});
}

void truss(Call const& c) {
  TrussSpec spec{.from = c.fields.vector("start"),
                 .to = c.fields.vector("end"),
                 .width = c.number("width"),
                 .height = c.number("height"),
                 .width_end = 0,
                 .height_end = 0};
  spec.width_end = c.number("width_end", spec.width);
  spec.height_end = c.number("height_end", spec.height);
  spec.chord = c.number("chord", 0.4);
  spec.brace = c.number("brace", 0.2);
  spec.bays = c.fields.whole("bays", 6);
  c.out.material = c.material("material");
  if (c.level >= 2) { // an open lattice covers about a third of its outline
    add_bar(c.out, {spec.from, spec.to, (spec.width + spec.width_end) * 0.2F, (spec.height + spec.height_end) * 0.2F});
    return;
  }
  if (c.level == 1) spec.bays = std::max(1, spec.bays / 2);
  add_truss(c.out, spec);
}

void rim(Call const& c) {
  glm::vec3 const size = c.fields.vector("size");
  c.out.material = c.material("material");
  add_rim(c.out, {{size.x, size.y}, size.z, c.number("thickness", 0.3)});
}

void spiral(Call const& c) {
  c.out.material = c.material("material");
  add_spiral(c.out, {c.number("radius"), c.number("width"), c.number("height"), c.number("turns"),
                     c.fields.whole("steps", 16), c.number("rail", 1.1)});
}

void facade(Call const& c) {
  FacadeSpec spec{.size = c.fields.vector("size"),
                  .wall = c.material("wall"),
                  .glass = c.material("glass"),
                  .roof = 0,
                  .pier_material = 0};
  spec.roof = c.material("roof", spec.wall);
  spec.pier_material = c.material("pier_material", spec.wall);
  spec.floors = std::max(1, c.fields.whole("floors"));
  spec.bay = c.number("bay", 3);
  spec.sill = c.number("sill", 1.0);
  spec.pier = c.number("pier", 0.6);
  spec.depth = c.number("depth", 0.3);
  spec.proud = c.number("proud", 0);
  spec.corner = c.number("corner", 1);
  spec.blank_x = c.flag("blank_x");
  spec.blank_y = c.flag("blank_y");
  add_facade(c.out, spec, c.level);
}

void sawtooth(Call const& c) {
  glm::vec3 const size = c.fields.vector("size");
  add_sawtooth(c.out,
               {{size.x, size.y},
                size.z,
                std::max(1, c.fields.whole("teeth")),
                c.material("roof"),
                c.material("glass"),
                c.material("gable")},
               c.level);
}

void containers(Call const& c) {
  ContainersSpec spec{.bays = c.fields.whole("bays"),
                      .rows = c.fields.whole("rows"),
                      .tiers = c.fields.whole("tiers"),
                      .paints = {},
                      .floor = c.material("floor")};
  if (spec.bays < 1 || spec.rows < 1 || spec.tiers < 1) c.fields.fail("bays", "rows and tiers must be positive");
  spec.fewest = std::clamp(c.fields.whole("fewest", 1), 0, spec.tiers);
  spec.row_gap = c.number("row_gap", 0.06);
  spec.bay_gap = c.number("bay_gap", 0.7);
  spec.seed = static_cast<std::uint32_t>(c.fields.whole("seed", 1));
  for (std::string const& name : c.fields.texts("paints"))
    spec.paints.push_back(c.palette.find(name, c.fields.where()));
  if (spec.paints.empty()) c.fields.fail("paints", "must name a material");
  spec.narrowing = c.fields.pair("narrowing", glm::vec2(1));
  spec.full_middle = c.flag("full_middle");
  add_containers(c.out, spec, c.level);
}

void crown(Call const& c) {
  c.out.material = c.material("material");
  add_crown(c.out,
            {c.fields.vector("size"), c.number("lumps", 0.12), static_cast<std::uint32_t>(c.fields.whole("seed", 1))},
            c.level);
}

void loft(Call const& c) {
  LoftSpec spec{.sections = c.fields.points4("sections"), .round = c.number("round", 4), .sides = c.sides("sides", 16)};
  if (spec.sections.size() < 2) c.fields.fail("sections", "needs two of [y, width, bottom, top]");
  if (!std::ranges::is_sorted(spec.sections, {}, &glm::vec4::x)) c.fields.fail("sections", "must go forward: y rises");
  c.out.material = c.material("material");
  add_loft(c.out, spec);
}

void hull(Call const& c) {
  HullSpec h{.length = c.number("length"),
             .beam = c.number("beam"),
             .draught = c.number("draught"),
             .freeboard = c.number("freeboard"),
             .bottom_paint = c.material("bottom"),
             .side_paint = c.material("side"),
             .deck_paint = c.material("deck"),
             .stripe_paint = 0};
  h.stripe_paint = c.material("stripe_paint", h.side_paint);
  h.entrance = c.number("entrance", h.entrance);
  h.run = c.number("run", h.run);
  h.bow_fullness = c.number("bow_fullness", h.bow_fullness);
  h.flare = c.number("flare", h.flare);
  h.rake = c.number("rake", h.rake);
  h.bulb = c.number("bulb", h.bulb);
  h.transom = c.number("transom", h.transom);
  h.overhang = c.number("overhang", h.overhang);
  h.sheer = c.fields.pair("sheer", h.sheer);
  h.bulwark = c.number("bulwark", 0);
  h.boot_top = c.number("boot_top", h.boot_top);
  h.stripe = c.number("stripe", 0);
  add_hull(c.out, h, c.level);
}

} // namespace

void apply_operator(std::string const& name, Fields& fields, Palette const& palette, Builder& out, int level) {
  static std::map<std::string, void (*)(Call const&)> const kOperators{
      {"box", box},           {"prism", prism},           {"lathe", lathe}, {"cylinder", cylinder}, {"pipe", pipe},
      {"bar", bar},           {"truss", truss},           {"rim", rim},     {"spiral", spiral},     {"facade", facade},
      {"sawtooth", sawtooth}, {"containers", containers}, {"crown", crown}, {"hull", hull},         {"loft", loft}};
  auto const found = kOperators.find(name);
  if (found == kOperators.end()) fields.fail("op", "names no operator: '" + name + "'");
  found->second({fields, palette, out, level});
}

} // namespace dalian::bake
