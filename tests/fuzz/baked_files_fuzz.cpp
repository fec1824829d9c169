// libFuzzer target: city and terrain files; what they hold compressed is compressed here, so that mutations get past
// the checksum. What is read, written and read again has the same size.
#include "tests/fuzz/fuzz.hpp"
#include "twin/layout/city.pb.h"
#include "twin/layout/city_file.hpp"
#include "twin/layout/frame_codec.hpp"

using namespace dalian;
using dalian::fuzz::require;

namespace {

layout::TerrainGrid slope() {
  layout::TerrainGrid grid{"window", {0, 0}, 100, 4, 3, {}, {}};
  for (std::uint8_t i = 0; i < 12; ++i) {
    grid.height_m.push_back(i);
    grid.cover.push_back(i);
  }
  return grid;
}

layout::City one_route() {
  layout::City city;
  city.routes.push_back({"g15",
                         layout::RouteClass::expressway,
                         {"", "", "G15"},
                         {{0, 0}, {40, 0}},
                         {6, 7},
                         40,
                         28,
                         {Provenance::modelled, "drawn by hand", "low", 3000}});
  return city;
}

template <class Message>
Message written(std::string const& name, auto const& write) {
  auto const file = fuzz::write_file(name, "");
  require(write(file).ok());
  Message message;
  require(message.ParseFromString(fuzz::read_file(file)));
  return message;
}

std::string unpack(std::string const& frame) {
  return layout::unpack_frame(frame, 1 << 20).value();
}

void check_city(std::string_view bytes) {
  layout::file::CityFile out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  out.set_city_zstd(layout::pack_frame(out.city_zstd()));
  auto const city = layout::read_city(fuzz::write_file("city.pb", out.SerializeAsString()));
  if (!city) return require(!city.error().empty());
  auto const file = fuzz::write_file("again.pb", "");
  require(layout::write_city(*city, file).ok());
  auto const again = layout::read_city(file);
  require(again && again->routes.size() == city->routes.size() && again->placements.size() == city->placements.size());
}

void check_terrain(std::string_view bytes) {
  layout::file::TerrainFile out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  for (auto& grid : *out.mutable_grids()) {
    grid.set_heights_zstd(layout::pack_frame(grid.heights_zstd()));
    grid.set_covers_zstd(layout::pack_frame(grid.covers_zstd()));
  }
  auto const terrain = layout::read_terrain(fuzz::write_file("terrain.bin", out.SerializeAsString()));
  if (!terrain) return require(!terrain.error().empty());
  for (auto const* grid = &terrain->window; grid; grid = nullptr)
    grid->height_at({grid->origin.east_m + 0.5 * grid->spacing_m, 1e9});
}

} // namespace

/// The first byte: 'c' a city, else terrain; with what is compressed in the file laid open.
std::vector<std::string> fuzz::seeds() {
  auto city = written<layout::file::CityFile>("seed.pb",
                                              [](auto const& file) { return layout::write_city(one_route(), file); });
  city.set_city_zstd(unpack(city.city_zstd()));
  layout::Terrain terrain;
  terrain.window = slope();
  auto grids = written<layout::file::TerrainFile>(
      "seed.bin", [&](auto const& file) { return layout::write_terrain(terrain, file); });
  for (auto& grid : *grids.mutable_grids()) {
    grid.set_heights_zstd(unpack(grid.heights_zstd()));
    grid.set_covers_zstd(unpack(grid.covers_zstd()));
  }
  return {"c" + city.SerializeAsString(), "t" + grids.SerializeAsString()};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  auto const rest = fuzz::text(data + 1, size - 1);
  if (data[0] == 'c')
    check_city(rest);
  else
    check_terrain(rest);
  return 0;
}
