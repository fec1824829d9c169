#include "tools/bake/city/site_country.hpp"

#include "tools/bake/city/noise.hpp"
#include "tools/bake/city/town_grid.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace dalian::bake {
namespace {

using layout::Cover;

constexpr std::uint32_t kTownPaints[] = {0xffffffff, 0xfff0f2f4, 0xffdfe8f0, 0xffd2dde6,
                                         0xffe6e2da, 0xffcdd6dc, 0xffdde4ea};
constexpr std::uint32_t kRoofPaints[] = {0xffffffff, 0xffe4ecf4, 0xffd8e4f0, 0xfff0f0ec};

PlaceRequest town_request(TownBlock const& block, std::string model, double u, double v, KeyedRandom& draw) {
  PlaceRequest request;
  request.prefix = "town";
  request.model = std::move(model);
  request.at = block.centre + u * along_bearing(block.bearing_rad) + v * right_of(along_bearing(block.bearing_rad));
  request.heading_rad = block.bearing_rad;
  request.tint = kTownPaints[draw.index(std::size(kTownPaints))];
  request.most_rise_m = 5;
  return request;
}

void housing_block(TownBlock const& block, KeyedRandom& draw, Placer& placer) {
  // One estate, one height, give or take: rows of slabs facing the sun.
  double const estate = std::clamp(draw.log_normal(0.30 + 0.36 * block.density, 0.42), 0.28, 1.9);
  bool const points = draw.uniform() < 0.22;
  for (double v : {-58.0, -6.0, 46.0})
    for (double u : {-62.0, 2.0, 62.0}) {
      if (draw.uniform() < 0.16) continue;
      auto request = town_request(block,
                                  points                  ? "tower_point"
                                  : draw.uniform() < 0.75 ? "tower_slab"
                                                          : "tower_step",
                                  v, u, draw);
      request.heading_rad += std::numbers::pi / 2;
      request.scale[2] = estate * draw.uniform(0.93, 1.07) * (points ? 0.9 : 1);
      placer.place(request);
    }
}

void office_block(TownBlock const& block, KeyedRandom& draw, Placer& placer) {
  for (double v : {-52.0, 12.0, 62.0})
    for (double u : {-58.0, 6.0, 60.0}) {
      double const kind = draw.uniform();
      if (kind < 0.2) continue;
      auto request = town_request(block,
                                  kind < 0.55  ? "office_tower"
                                  : kind < 0.8 ? "tower_step"
                                               : "office_bar",
                                  v, u, draw);
      request.scale[2] = std::clamp(draw.log_normal(0.42 + 0.55 * block.density, 0.5), 0.25, 2.7);
      placer.place(request);
    }
}

void low_block(TownBlock const& block, KeyedRandom& draw, Placer& placer) {
  for (double v = -70; v <= 70; v += 28)
    for (double u = -75; u <= 75; u += 30) {
      if (draw.uniform() < 0.35) continue;
      auto request = town_request(block, "house", v, u, draw);
      request.tint = kRoofPaints[draw.index(std::size(kRoofPaints))];
      request.scale[2] = draw.uniform(0.9, 1.5);
      request.clearance_m = 2;
      placer.place(request);
    }
}

void works_block(TownBlock const& block, KeyedRandom& draw, Placer& placer) {
  for (double u : {-45.0, 45.0}) {
    auto request = town_request(block, draw.uniform() < 0.5 ? "warehouse" : "factory_flat", 0, u, draw);
    request.scale[0] = 0.9;
    placer.place(request);
  }
}

void fill_block(TownBlock const& block, Placer& placer) {
  KeyedRandom draw(mix(block.key, 701));
  switch (block.use) {
  case TownUse::park:
    return;
  case TownUse::offices:
    return office_block(block, draw, placer);
  case TownUse::housing:
    return housing_block(block, draw, placer);
  case TownUse::works:
    return works_block(block, draw, placer);
  case TownUse::low_rise:
    return low_block(block, draw, placer);
  }
}

} // namespace

void fill_towns(Sources const& sources, Country const& country, Placer& placer) {
  std::set<std::uint64_t> built;
  for (Patch const& town : sources.patches) {
    if (town.kind != "urban") continue;
    double const reach = town.radius_m * 1.5;
    for (double x = -reach; x <= reach; x += kTownPitch_m / 2)
      for (double y = -reach; y <= reach; y += kTownPitch_m / 2) {
        auto const block = town_block_at(sources, country, town.centre + MapPoint{x, y});
        if (!block || !built.insert(block->key).second) continue;
        // Towns that no view looks at closely are built up thinly.
        bool const close = placer.terrain().finest_at(block->centre).name != "window";
        if (close || to_unit(mix(block->key, 8)) < 0.45) fill_block(*block, placer);
      }
  }
}

void fill_villages(std::vector<Village> const& villages, Placer& placer) {
  for (Village const& village : villages) {
    if (placer.terrain().finest_at(village.centre).name == "window") continue;
    KeyedRandom draw(village.key);
    double const bearing = std::numbers::pi / 2 + 0.3 * draw.normal(); // rows run east-west, doors to the south
    MapPoint const u = along_bearing(bearing), v = right_of(u);
    for (double row = -village.radius_m; row < village.radius_m; row += 27)
      for (double at = -village.radius_m; at < village.radius_m; at += 21) {
        if (std::hypot(row, at) > village.radius_m * 0.92 || draw.uniform() < 0.5) continue;
        PlaceRequest request;
        request.prefix = "village";
        request.model = "house";
        request.at = village.centre + (at + draw.uniform(-3, 3)) * u + (row + draw.uniform(-2.5, 2.5)) * v;
        request.heading_rad = bearing + 0.05 * draw.normal();
        request.scale[1] = draw.uniform(0.75, 0.9);
        request.scale[2] = draw.uniform(0.85, 1.1);
        request.tint = kRoofPaints[draw.index(std::size(kRoofPaints))];
        request.clearance_m = 1.2;
        placer.place(request);
        if (draw.uniform() > 0.5) continue;
        request.model = "tree";
        request.at = request.at + draw.uniform(9, 13) * v;
        request.scale[0] = request.scale[1] = request.scale[2] = draw.uniform(0.6, 1.1);
        request.tint = 0xffffffff;
        request.clearance_m = 0.3;
        placer.place(request);
      }
  }
}

void fill_woods(std::vector<std::string> const& views, int clumps_per_view, Placer& placer) {
  for (auto const& grid : placer.terrain().details) {
    if (std::find(views.begin(), views.end(), grid.name) == views.end()) continue;
    MapPoint const span = grid.spacing_m * MapPoint{grid.columns - 1.0, grid.rows - 1.0};
    int clumps = 0;
    for (std::uint64_t k = 0; clumps < clumps_per_view && k < 40000; ++k) {
      KeyedRandom draw(mix(k, 721 + static_cast<std::uint64_t>(grid.origin.north_m)));
      // Denser near the middle of the grid, where the bookmarks look.
      auto const toward_middle = [&] {
        return 0.5 + 0.5 * std::copysign(std::pow(draw.uniform(), 1.4), draw.uniform() - 0.5);
      };
      double const x = toward_middle(), y = toward_middle();
      MapPoint const at = grid.origin + MapPoint{x * span.east_m, y * span.north_m};
      Cover const cover = grid.cover_at(at);
      if (cover != Cover::forest && cover != Cover::orchard) continue;
      ++clumps;
      bool const orchard = cover == Cover::orchard;
      int const count = orchard ? 6 : 5 + static_cast<int>(draw.index(4));
      for (int i = 0; i < count; ++i) {
        PlaceRequest request;
        request.prefix = "wood/" + grid.name;
        request.model = orchard ? "tree_acacia" : "tree";
        request.at = orchard ? at + MapPoint{(i % 3 - 1) * 9.0, (i / 3) * 7.0}
                             : at + MapPoint{12 * draw.normal(), 12 * draw.normal()};
        double const size = orchard ? draw.uniform(0.45, 0.6) : draw.uniform(0.7, 1.3);
        request.heading_rad = draw.uniform(0, 6.28);
        request.scale[0] = request.scale[1] = request.scale[2] = size;
        request.clearance_m = 0.2;
        request.most_rise_m = 8;
        placer.place(request);
      }
    }
  }
}

} // namespace dalian::bake
