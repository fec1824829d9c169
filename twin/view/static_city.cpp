#include "twin/view/static_city.hpp"

#include "twin/layout/city_file.hpp"

#include <future>

namespace dalian::view {

Result<StaticCity> read_static_city(std::filesystem::path const& assets) {
  auto reading = std::async(std::launch::async, layout::read_terrain, assets / "terrain.bin");
  auto city = layout::read_city(assets / "city.pb");
  auto terrain = reading.get();
  if (!city) return Error{city.error()};
  if (!terrain) return Error{terrain.error()};
  return StaticCity{std::make_shared<City>(std::move(city).value()),
                    std::make_shared<Terrain>(std::move(terrain).value())};
}

} // namespace dalian::view
