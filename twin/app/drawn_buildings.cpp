#include "twin/app/drawn_buildings.hpp"

#include "twin/layout/city_file.hpp"
#include "twin/layout/model_shelf.hpp"

namespace dalian::app {

Result<std::shared_ptr<whatif::DrawnCity const>> read_drawn_city(std::filesystem::path const& assets,
                                                                 plan::Layout const& base) {
  auto const file = assets / "city.pb";
  if (!std::filesystem::exists(file) || !std::filesystem::exists(assets / "models/models.json"))
    return std::shared_ptr<whatif::DrawnCity const>();
  auto const city = layout::read_city(file);
  if (!city) return Error{city.error()};
  auto const models = layout::ModelShelf::open(assets / "models", assets / "config/uses.toml");
  if (!models) return Error{models.error()};
  std::vector<whatif::PlacedBuilding> placed;
  for (layout::Placement const& p : city->placements) {
    auto const model = models->name_of(p);
    auto const* const box = models->box_of(model);
    if (box == nullptr || !models->storeys_of(model)) continue;
    placed.push_back({p.id, layout::footprint_of(p, *box), box->high[2] * static_cast<double>(p.scale[2])});
  }
  return std::make_shared<whatif::DrawnCity const>(whatif::drawn_city(std::move(placed), base));
}

} // namespace dalian::app
