#include "twin/view/static_city.hpp"

#include "twin/layout/city_file.hpp"

namespace dalian::view {

Result<StaticCity> read_static_city(std::filesystem::path const& assets) {
  auto city = layout::read_city(assets / "city.pb");
  if (!city) return Error{city.error()};
  auto terrain = layout::read_terrain(assets / "terrain.bin");
  if (!terrain) return Error{terrain.error()};
  return StaticCity{std::make_shared<City>(std::move(city).value()),
                    std::make_shared<Terrain>(std::move(terrain).value())};
}

} // namespace dalian::view
