#include "twin/view/standing_boxes.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::view {
namespace {

constexpr double kLeastSide_m = 3, kLeastHeight_m = 3; // lorries, masts and fences are narrower, parked cars lower

bool grows(std::string const& model) {
  return model.starts_with("tree");
}

} // namespace

Result<ModelShelf> open_models(std::filesystem::path const& assets) {
  return ModelShelf::open(assets / "models", assets / "config/uses.toml");
}

std::optional<StandingBox> standing_box(Placement const& placement, ModelShelf const& models) {
  StandingBox out;
  out.model = models.name_of(placement);
  layout::ModelBox const* const box = models.box_of(out.model);
  if (box == nullptr || grows(out.model)) return std::nullopt;
  auto const metres = [&](std::size_t axis, double model_m) {
    return model_m * static_cast<double>(placement.scale[axis]);
  };
  double const ground_m = static_cast<double>(placement.height_m);
  double const wide_m = metres(0, box->high[0] - box->low[0]), deep_m = metres(1, box->high[1] - box->low[1]);
  out.base_m = ground_m + metres(2, box->low[2]);
  out.top_m = ground_m + metres(2, box->high[2]);
  if (std::min(wide_m, deep_m) < kLeastSide_m || out.top_m - ground_m < kLeastHeight_m) return std::nullopt;
  out.outline = layout::footprint_of(placement, *box);
  out.middle = {(out.outline[0].east_m + out.outline[2].east_m) / 2,
                (out.outline[0].north_m + out.outline[2].north_m) / 2};
  out.reach_m = std::hypot(wide_m, deep_m) / 2;
  out.building = models.storeys_of(out.model).has_value();
  return out;
}

std::vector<StandingBox> standing_boxes(City const& city, ModelShelf const& models) {
  std::vector<StandingBox> out;
  for (Placement const& placement : city.placements)
    if (auto box = standing_box(placement, models)) out.push_back(std::move(*box));
  return out;
}

} // namespace dalian::view
