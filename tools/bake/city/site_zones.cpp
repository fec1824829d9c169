#include "tools/bake/city/site_zones.hpp"

#include "tools/bake/city/noise.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace dalian::bake {
namespace {

constexpr double kQuarterTurn = std::numbers::pi / 2;

/// Warm whites, light greys and pale blues: paint of industry and housing, never saturated.
std::uint32_t paint(KeyedRandom& draw) {
  static constexpr std::uint32_t kPaints[] = {0xffffffff, 0xfff2f4f5, 0xffe6ecee, 0xfff0e8dc, 0xffe8dccf,
                                              0xffd8e2e8, 0xffdfe6e2, 0xffcfd6da, 0xffe2d9d0};
  return kPaints[draw.index(std::size(kPaints))];
}

/// A weighted choice of use.
struct Share {
  char const* use;
  double weight;
};

std::string draw_use(std::vector<Share> const& shares, double uniform) {
  double total = 0;
  for (Share const& share : shares)
    total += share.weight;
  for (Share const& share : shares) {
    uniform -= share.weight / total;
    if (uniform <= 0) return share.use;
  }
  return shares.back().use;
}

std::string use_of(std::string const& programme, Block const& block) {
  KeyedRandom draw(mix(block.key, 1));
  double const u = draw.uniform();
  if (programme == "automotive") {
    if (block.centrality > 0.80) return draw_use({{"office", 5}, {"residential", 3}, {"lawn", 2}}, u);
    if (block.centrality > 0.62)
      return draw_use({{"office", 2}, {"residential", 3}, {"plant", 4}, {"lawn", 1}, {"parking", 1}}, u);
    return draw_use({{"assembly", 2.2},
                     {"plant", 8},
                     {"logistics", 2.5},
                     {"lawn", 1.3},
                     {"parking", 0.9},
                     {"solar", 0.7},
                     {"reserve", 1.6}},
                    u);
  }
  if (programme == "fine-chemistry")
    return draw_use(
        {{"tank_farm", 3}, {"process", 4.5}, {"plant", 2.5}, {"logistics", 1}, {"lawn", 0.8}, {"reserve", 1.6}}, u);
  if (programme == "petrochemistry")
    return draw_use(
        {{"tank_farm", 5}, {"process", 4}, {"plant", 1.2}, {"logistics", 0.6}, {"lawn", 0.5}, {"reserve", 0.8}}, u);
  if (programme == "terminal")
    return draw_use({{"logistics", 3.5}, {"depot", 3}, {"truck_park", 1.5}, {"lawn", 1}, {"reserve", 1.6}}, u);
  if (block.centrality > 0.8) return draw_use({{"office", 3}, {"lawn", 1}, {"plant", 2}}, u);
  return draw_use({{"plant", 7},
                   {"battery", 2},
                   {"logistics", 2},
                   {"parking", 0.7},
                   {"lawn", 1.2},
                   {"solar", 0.8},
                   {"reserve", 1.6}},
                  u);
}

/// Fills one block in its own axes: u to the east of the street grid, v to its left.
class BlockFill {
 public:
  BlockFill(Block const& block, Placer& placer) : block_(block), placer_(placer), draw(mix(block.key, 2)) {
    KeyedRandom bays(mix(block.key, 3)); // the halls of one works share one bay grid
    hall_wide_ = bays.uniform(0.8, 1.3);
    hall_deep_ = bays.uniform(0.75, 1.35);
  }

  /// Centre of the model at (u, v); `along_u` turns its length from v to u.
  bool put(std::string const& model, double u, double v, bool along_u = false, double stretch_z = 1, double size = 1) {
    PlaceRequest request;
    request.prefix = request.zone = block_.zone_id;
    request.model = model;
    request.at = block_.frame.at(u, v);
    request.heading_rad = block_.frame.bearing_rad - (along_u ? 0 : kQuarterTurn);
    request.scale[0] = size * wide(model);
    request.scale[1] = size * deep(model);
    request.scale[2] = stretch_z;
    request.tint = paint(draw);
    bool const close = model == "pipe_rack" || model == "car" || model == "truck" || model == "container_stack" ||
                       model.starts_with("solar");
    request.clearance_m = close ? 0.05 : model == "tree" ? 0.5 : 3;
    if (!fits(placer_.footprint_of(request), model == "tree" ? 1 : kRim_m)) return false;
    return placer_.place(request);
  }

  /// Rows of one model, gaps along and across, each kept with probability `keep`.
  void rows(std::string const& model, double gap_u, double gap_v, double keep, bool along_u = false,
            double margin = 14) {
    ModelSize const& size = placer_.size_of(model);
    double const width = size.width_m * wide(model), length = size.length_m * deep(model);
    double const du = along_u ? length : width, dv = along_u ? width : length;
    auto const across = static_cast<int>((block_.length_m - 2 * margin + gap_u) / (du + gap_u));
    auto const deep = static_cast<int>((block_.depth_m - 2 * margin + gap_v) / (dv + gap_v));
    double const u0 = (block_.length_m - across * (du + gap_u) + gap_u) / 2,
                 v0 = (block_.depth_m - deep * (dv + gap_v) + gap_v) / 2;
    for (int j = 0; j < deep; ++j)
      for (int i = 0; i < across; ++i)
        if (draw.uniform() < keep)
          put(model, u0 + du / 2 + i * (du + gap_u), v0 + dv / 2 + j * (dv + gap_v), along_u, draw.uniform(0.88, 1.15));
  }

  /// Trees along the block's whole rim, as a hedge row.
  void hedge(double spacing_m) {
    Line rim = block_.outline;
    rim.push_back(rim.front());
    for (MapPoint const p : resample(rim, spacing_m)) {
      MapPoint const inward = centroid_of(block_.outline) - p,
                     d = p + 7 / std::hypot(inward.east_m, inward.north_m) * inward - block_.frame.origin;
      double const size = draw.uniform(0.85, 1.25);
      put("tree", dot(d, block_.frame.u()), dot(d, block_.frame.v()), false, size, size);
    }
  }

  /// Groups of trees that stand together, as a park has them.
  void groves(int count, int trees_each) {
    for (int i = 0; i < count; ++i) {
      double const u = draw.uniform(30, block_.length_m - 30), v = draw.uniform(30, block_.depth_m - 30);
      for (int k = 0; k < trees_each; ++k) {
        double const size = draw.uniform(0.8, 1.35);
        put("tree", u + 11 * draw.normal(), v + 11 * draw.normal(), false, size, size);
      }
    }
  }

  void trees(int count) {
    for (int i = 0; i < count; ++i) {
      double const size = draw.uniform(0.75, 1.3);
      put("tree", draw.uniform(4, block_.length_m - 4), draw.uniform(4, block_.depth_m - 4), false, size, size);
    }
  }

  double length_m() const { return block_.length_m; }
  double depth_m() const { return block_.depth_m; }

 private:
  static constexpr double kRim_m = 9; // green strip along the kerb that nothing is built on

  static bool is_hall(std::string const& model) {
    return model.starts_with("factory") || model == "warehouse" || model == "battery_hall";
  }
  double wide(std::string const& model) const { return is_hall(model) ? hall_wide_ : 1; }
  double deep(std::string const& model) const { return is_hall(model) ? hall_deep_ : 1; }

  bool fits(Footprint const& box, double rim_m) const {
    auto const corners = box.corners();
    return std::all_of(corners.begin(), corners.end(),
                       [&](MapPoint p) { return signed_distance_m(block_.outline, p) > rim_m; });
  }

  Block const& block_;
  Placer& placer_;
  double hall_wide_ = 1, hall_deep_ = 1;

 public:
  KeyedRandom draw;
};

void fill_assembly(BlockFill& fill) {
  fill.put("assembly_hall", fill.length_m() * 0.5, fill.depth_m() * 0.42, true);
  for (double u = 50; u < fill.length_m() - 40; u += 62)
    fill.put("office_bar", u, fill.depth_m() - 22, true, 0.45);
  fill.trees(8);
}

/// An office and the cars of its people on what the halls leave free along the two long kerbs.
void front_of_works(BlockFill& fill) {
  double const v = fill.draw.uniform() < 0.5 ? 24 : fill.depth_m() - 24, u = fill.draw.uniform(45, 110);
  if (!fill.put("office_bar", u, v, true, fill.draw.uniform(0.3, 0.5))) return;
  for (int k = 0; k < 14; ++k)
    if (fill.draw.uniform() < 0.6) fill.put("car", u + 38 + 2.8 * k, v);
}

void fill_plant(BlockFill& fill) {
  double const kind = fill.draw.uniform();
  if (kind < 0.34)
    fill.rows("factory", 16, 18, 0.94, kind < 0.17, 16);
  else if (kind < 0.62)
    fill.rows("factory_monitor", 18, 20, 0.92, kind < 0.48, 16);
  else
    fill.rows("factory_flat", 14, 16, 0.95, kind < 0.8, 16);
  fill.rows("warehouse", 14, 16, 0.8, kind < 0.5, 14); // sheds where the halls leave room
  front_of_works(fill);
  if (fill.draw.uniform() < 0.3) fill.put("chimney", 16, 16, false, fill.draw.uniform(0.5, 0.9));
  fill.trees(4);
}

void fill_logistics(BlockFill& fill) {
  fill.rows("warehouse", 24, 22, 0.95, fill.draw.uniform() < 0.5);
  front_of_works(fill);
}

void fill_tank_farm(BlockFill& fill) {
  double const kind = fill.draw.uniform();
  if (kind < 0.18) {
    fill.rows("tank_sphere", 14, 14, 0.9);
    return;
  }
  double const size = kind < 0.6 ? fill.draw.uniform(0.55, 0.85) : fill.draw.uniform(0.95, 1.6);
  double const pitch = 42 * size + 16;
  for (double u = 24 + 21 * size; u < fill.length_m() - 20 - 21 * size; u += pitch)
    for (double v = 24 + 21 * size; v < fill.depth_m() - 20 - 21 * size; v += pitch)
      if (fill.draw.uniform() < 0.93)
        fill.put("tank", u, v, false, std::sqrt(size) * fill.draw.uniform(0.85, 1.1), size);
}

void fill_process(BlockFill& fill) {
  for (double v = 12; v < fill.depth_m() - 12; v += 36) // the rack down the middle that feeds the units
    fill.put("pipe_rack", fill.length_m() / 2, v + 18 - 12, false);
  for (double u : {0.17, 0.34, 0.66, 0.83})
    for (double v = 45; v < fill.depth_m() - 40; v += 78) {
      double const kind = fill.draw.uniform();
      if (kind < 0.62)
        fill.put("chem_unit", u * fill.length_m(), v, false, fill.draw.uniform(0.7, 1.2));
      else if (kind < 0.75)
        fill.put("cooling_tower", u * fill.length_m(), v);
      else
        for (int k = 0; k < 4; ++k)
          fill.put("chem_column", u * fill.length_m() + (k % 2 ? 10 : -10), v + (k / 2 ? 12 : -12), false,
                   fill.draw.uniform(0.55, 1.25), fill.draw.uniform(0.6, 1.0));
    }
  if (fill.draw.uniform() < 0.16) fill.put("flare", 22, 22, false, fill.draw.uniform(0.8, 1.15));
  if (fill.draw.uniform() < 0.35) fill.put("chimney", fill.length_m() - 18, 18, false, fill.draw.uniform(0.7, 1.3));
}

void fill_office(BlockFill& fill) {
  for (double u = 36; u < fill.length_m() - 34; u += 64)
    for (double v = 40; v < fill.depth_m() - 36; v += 74) {
      double const stretch = std::clamp(fill.draw.log_normal(0.55, 0.45), 0.25, 1.9);
      double const kind = fill.draw.uniform();
      if (kind < 0.32)
        fill.put("office_tower", u, v, false, stretch);
      else if (kind < 0.8)
        fill.put("office_bar", u, v, kind < 0.55, std::clamp(stretch * 1.3, 0.5, 1.6));
    }
  fill.trees(26);
}

void fill_residential(BlockFill& fill) {
  for (double v = 26; v < fill.depth_m() - 20; v += 46)
    for (double u = 42; u < fill.length_m() - 36; u += 72) {
      double const stretch = std::clamp(fill.draw.log_normal(0.5, 0.4), 0.25, 1.5);
      if (fill.draw.uniform() < 0.86)
        fill.put(fill.draw.uniform() < 0.75 ? "tower_slab" : "tower_step", u, v, true, stretch);
    }
  fill.trees(30);
}

void fill_parking(BlockFill& fill) {
  for (double v = 16; v < fill.depth_m() * 0.62; v += 17)
    for (double u = 16; u < fill.length_m() * 0.5; u += 2.7)
      if (fill.draw.uniform() < 0.3) fill.put("car", u, v);
  fill.rows("warehouse", 20, 400, 0.5, true, fill.depth_m() * 0.36);
  fill.hedge(28);
}

void fill_depot(BlockFill& fill) {
  fill.rows("container_stack", 11, 1.5, 0.93, true);
}

void fill_truck_park(BlockFill& fill) {
  for (double v = 20; v < fill.depth_m() - 20; v += 26)
    for (double u = 16; u < fill.length_m() - 16; u += 4.2)
      if (fill.draw.uniform() < 0.16) fill.put("truck", u, v);
}

void fill_battery(BlockFill& fill) {
  fill.rows("battery_hall", 14, 22, 0.95);
  fill.trees(5);
}

using Filler = void (*)(BlockFill&);
std::map<std::string, Filler> const& fillers() {
  static std::map<std::string, Filler> const table{
      {"assembly", fill_assembly},
      {"plant", fill_plant},
      {"logistics", fill_logistics},
      {"tank_farm", fill_tank_farm},
      {"process", fill_process},
      {"office", fill_office},
      {"residential", fill_residential},
      {"parking", fill_parking},
      {"battery", fill_battery},
      {"depot", fill_depot},
      {"truck_park", fill_truck_park},
      {"solar", [](BlockFill& f) { f.rows("solar_array", 5, 7, 0.97, false, 18); }},
      {"lawn",
       [](BlockFill& f) {
         f.hedge(23);
         f.groves(4, 7);
       }},
      {"reserve", [](BlockFill& f) { f.groves(3, 6); }},
  };
  return table;
}

} // namespace

std::string programme_of(Feature const& zone) {
  return zone.properties.value("design", nlohmann::json::object()).value("programme", "light");
}

std::vector<layout::Parcel> give_uses(std::string const& programme, std::vector<Block> const& blocks) {
  std::vector<layout::Parcel> parcels;
  for (std::size_t i = 0; i < blocks.size(); ++i)
    parcels.push_back({blocks[i].zone_id + "/block/" + std::to_string(i + 1),
                       use_of(programme, blocks[i]),
                       blocks[i].zone_id,
                       blocks[i].outline,
                       {Provenance::modelled, "block use drawn from the plan's programme; illustrative", "design", 0}});
  return parcels;
}

void fill_blocks(std::vector<Block> const& blocks, std::vector<layout::Parcel> const& parcels, Placer& placer) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    BlockFill fill(blocks[i], placer);
    if (auto const it = fillers().find(parcels[i].use); it != fillers().end()) it->second(fill);
  }
}

void line_with_trees(std::vector<layout::Route> const& streets, std::string const& zone, double spacing_m,
                     Placer& placer) {
  for (layout::Route const& street : streets) {
    Line const line = resample(street.line, spacing_m);
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
      MapPoint const along = line[i + 1] - line[i - 1];
      MapPoint const side = (street.width_m / 2 + 4.4) / std::hypot(along.east_m, along.north_m) * right_of(along);
      for (double const sign : {-1.0, 1.0}) {
        KeyedRandom draw(mix(static_cast<std::uint64_t>(line[i].east_m * 10 + sign),
                             static_cast<std::uint64_t>(line[i].north_m * 10)));
        if (draw.uniform() < 0.06) continue;
        PlaceRequest request;
        request.prefix = zone.empty() ? "country" : zone;
        request.zone = zone;
        request.model = "tree_plane";
        request.at = line[i] + sign * side;
        // Quarter turns only: the box of a tree set askew would reach over the kerb and be refused.
        request.heading_rad = bearing_rad(along) + kQuarterTurn * static_cast<double>(draw.index(4));
        request.scale[0] = request.scale[1] = draw.uniform(0.75, 1.0);
        request.scale[2] = draw.uniform(0.7, 1.05);
        request.clearance_m = 0.2;
        placer.place(request);
      }
    }
  }
}

} // namespace dalian::bake
