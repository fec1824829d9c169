// Bakes the static city: reads assets/city and the GSHHG shore, writes city.pb, terrain.bin and
// surface.bin, prints what it made.
#include "tools/bake/city/bake.hpp"
#include "tools/bake/city/map_picture.hpp"
#include "twin/layout/city_file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace {

using namespace dalian;

struct Options {
  bake::Inputs inputs{"assets/city", "assets/models/catalog.toml"};
  std::filesystem::path out = ".", map;
  std::vector<double> map_box{120.8, 38.6, 123.4, 40.2};
  int map_width_px = 1600;
  bool quiet = false;
};

bake::MapRequest map_request(Options const& options) {
  bake::MapRequest request{options.map, {}, options.map_width_px};
  request.box.add(to_map({options.map_box[0], options.map_box[1]}));
  request.box.add(to_map({options.map_box[2], options.map_box[3]}));
  return request;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Status draw(Options const& options, bake::Baked const& baked) {
  auto const sizes = bake::read_model_sizes(options.inputs.catalog);
  if (!sizes) return Error{sizes.error()};
  return bake::write_map(map_request(options), baked, *sizes);
}

int run(Options const& options) {
  auto const start = std::chrono::steady_clock::now();
  auto const progress = [&](std::string const& what) {
    if (!options.quiet) fmt::print("[{:5.1f} s] {}\n", seconds_since(start), what);
    std::fflush(stdout);
  };
  auto const baked = bake::bake(options.inputs, progress);
  if (!baked) {
    fmt::print(stderr, "bake_city: {}\n", baked.error());
    return 1;
  }
  std::filesystem::create_directories(options.out);
  progress("writing");
  Status done = layout::write_city(baked->city, options.out / "city.pb");
  if (done) done = layout::write_terrain(baked->terrain, options.out / "terrain.bin");
  if (done) done = layout::write_surface(layout::surface_of(baked->city, baked->terrain), options.out / "surface.bin");
  if (done && !options.map.empty()) done = draw(options, *baked);
  if (!done) {
    fmt::print(stderr, "bake_city: {}\n", done.error());
    return 1;
  }
  if (!options.quiet) fmt::print("{}", baked->report);
  fmt::print("baked {}, terrain.bin and surface.bin in {:.1f} s\n", (options.out / "city.pb").string(),
             seconds_since(start));
  return 0;
}

/// Draws a map of what is already baked in `out`.
int draw_only(Options const& options) {
  auto city = layout::read_city(options.out / "city.pb");
  auto terrain = layout::read_terrain(options.out / "terrain.bin");
  if (!city || !terrain) {
    fmt::print(stderr, "bake_city: {}\n", !city ? city.error() : terrain.error());
    return 1;
  }
  Status const done = draw(options, {std::move(city).value(), std::move(terrain).value(), {}});
  if (!done) fmt::print(stderr, "bake_city: {}\n", done.error());
  return done ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  Options options;
  bool only_map = false;
  CLI::App app{
      "Bakes the static city (zones, places, routes, placements, terrain) from assets/city and the GSHHG shore, "
      "which it reads through GMT (Debian packages gmt and gmt-common)."};
  app.set_version_flag("--version", std::string("bake_city ") + DALIAN_VERSION);
  app.add_option("--sources", options.inputs.sources, "folder of the GeoJSON sources")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--catalog", options.inputs.catalog, "sizes of the models")
      ->check(CLI::ExistingFile)
      ->capture_default_str();
  app.add_option("--out", options.out, "folder for city.pb, terrain.bin and surface.bin")->capture_default_str();
  app.add_option("--map", options.map, "also draw a hill-shaded map of the result into this PNG file");
  app.add_flag("--only-map", only_map, "draw the map from what --out already holds, bake nothing")->needs("--map");
  app.add_option("--map-box", options.map_box, "west south east north of the map, degrees")
      ->expected(4)
      ->capture_default_str();
  app.add_option("--map-width", options.map_width_px, "width of the map, pixels")
      ->check(CLI::Range(100, 8000))
      ->capture_default_str();
  app.add_flag("--quiet", options.quiet, "print the last line only");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return only_map ? draw_only(options) : run(options);
}
