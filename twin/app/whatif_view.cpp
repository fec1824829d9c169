// twinctl whatif view: what is seen from a point, over terrain and past buildings.
#include "twin/app/whatif_view.hpp"

#include "twin/app/drawn_buildings.hpp"
#include "twin/app/whatif_tables.hpp"
#include "twin/base/config_table.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/paths.hpp"
#include "twin/whatif/view_from.hpp"

#include <fmt/format.h>

#include <fstream>

namespace dalian::app {
namespace {

constexpr char kViewAbout[] =
    R"(From a point of SCENARIO: how much of the land within reach is seen over the modelled terrain and past buildings, and
which buildings show a corner of their roof. Sight lines are straight, so 5 km is the farthest. --out writes the grid,
1 = seen, as an ESRI grid in EPSG:32651.

Example:
  twinctl whatif view --from 121.68,39.28 --eye 30 --reach 1500 --out seen.asc)";

struct ViewOptions : WhatifOptions {
  std::string scenario = "base", out;
  std::vector<double> from;
  whatif::ViewWish wish;
  bool list = false;
};

constexpr double kMostSteps = 1000; // from the eye to the edge: four million points

/// Why it cannot be seen from there; empty when it can.
std::string mistake(ViewOptions const& options) {
  if (!on_the_map({options.from[0], options.from[1]}))
    return fmt::format("--from {},{}: write longitude, latitude in degrees, of this part of the world", options.from[0],
                       options.from[1]);
  if (options.wish.reach_m > kMostSteps * options.wish.step_m)
    return fmt::format("--step {:g}: too fine for --reach {:g}: {:g} m at least", options.wish.step_m,
                       options.wish.reach_m, options.wish.reach_m / kMostSteps);
  return {};
}

Status write_grid(whatif::View const& view, std::string const& file) {
  sun::Ground const& g = view.ground;
  std::ofstream out(file);
  out << fmt::format("ncols {}\nnrows {}\nxllcenter {:.3f}\nyllcenter {:.3f}\ncellsize {}\nNODATA_value -1\n",
                     g.columns, g.rows, g.origin.east_m, g.origin.north_m, g.spacing_m);
  for (std::uint32_t row = g.rows; row-- > 0;) // from the north
    for (std::uint32_t column = 0; column < g.columns; ++column)
      out << int{view.seen[std::size_t{row} * g.columns + column]} << (column + 1 < g.columns ? ' ' : '\n');
  out.close();
  if (!out) return Error{file + ": cannot be written; check folder and space"};
  return {};
}

void print_view(whatif::View const& view, ViewOptions const& options) {
  fmt::print("eye at {:.1f} m above the sea\n", view.eye.z_m);
  fmt::print("land within {:.0f} m: {:.1f} of {:.1f} ha are seen ({:.1f} %)\n", options.wish.reach_m,
             view.land_seen_m2 / 1e4, view.land_m2 / 1e4,
             view.land_m2 > 0 ? 100 * view.land_seen_m2 / view.land_m2 : 0.0);
  fmt::print("buildings: {} of {} show a corner of their roof\n", view.seen_buildings.size(), view.buildings);
  for (std::size_t i = 0; options.list && i < view.seen_buildings.size(); ++i)
    fmt::print("  {}\n", view.seen_buildings[i]);
}

int view(ViewOptions const& options) {
  if (auto const wrong = mistake(options); !wrong.empty()) return fmt::print(stderr, "twinctl: {}\n", wrong), 2;
  auto const asked = read_asked(options, options.scenario);
  if (!asked) return fail(asked.error());
  auto const& [base, named, tables] = *asked;
  std::shared_ptr<whatif::DrawnCity const> drawn;
  if (auto const assets = assets_dir()) {
    auto read = read_drawn_city(*assets, base);
    if (!read) return fail(read.error());
    drawn = *read;
  }
  whatif::ViewWish wish = options.wish;
  wish.from = to_map(GeoPoint{options.from[0], options.from[1]});
  wish.storey_m = tables.sun->figures.value("storey_height");
  auto const seen = whatif::view_from(named.layout, drawn.get(), tables.flood_ground->terrain, wish);
  if (seen.land_m2 == 0)
    return fail(fmt::format("--from {},{}: no land is modelled within {:g} m", options.from[0], options.from[1],
                            options.wish.reach_m));
  print_view(seen, options);
  if (options.out.empty()) return 0;
  if (auto const done = write_grid(seen, options.out); !done) return fail(done.error());
  return 0;
}

} // namespace

Command whatif_view_command(CLI::App& whatif) {
  auto const options = std::make_shared<ViewOptions>();
  options->with_flood = options->without_traffic = true; // its terrain
  auto* const entry = whatif.add_subcommand("view", "what is seen from a point, over terrain and past buildings");
  entry->footer(kViewAbout);
  entry->add_option("SCENARIO", options->scenario, "scenario file, or base")->capture_default_str();
  entry->add_option("--from", options->from, "LON,LAT in degrees")->delimiter(',')->expected(2)->required();
  entry->add_option("--eye", options->wish.eye_m, "m above the ground or roof there")
      ->check(CLI::Range(0.0, 2000.0))
      ->capture_default_str();
  entry->add_option("--target", options->wish.target_m, "m above what is looked at")
      ->check(CLI::Range(0.0, 2000.0))
      ->capture_default_str();
  entry->add_option("--reach", options->wish.reach_m, "m")->check(CLI::Range(10.0, 5000.0))->capture_default_str();
  entry->add_option("--step", options->wish.step_m, "m between points")
      ->check(CLI::Range(1.0, 1000.0))
      ->capture_default_str();
  entry->add_option("--out", options->out, "grid to write (ESRI ASCII)");
  entry->add_flag("--list", options->list, "the buildings by name");
  entry->add_option("--terrain", options->terrain, "ground (baked); else the one that came with the program");
  add_layout_options(*entry, *options);
  return {entry, [options] { return view(*options); }};
}

} // namespace dalian::app
