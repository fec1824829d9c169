#include "twin/whatif/flood_roads.hpp"

#include "twin/flood/roads.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

using plan::Layer;

plan::Edit set(std::string const& id, char const* field, plan::Value value) {
  plan::Edit edit;
  edit.layer = Layer::road;
  edit.id = id, edit.field = field, edit.value = std::move(value);
  return edit;
}

} // namespace

plan::Edits flooded_roads(Evaluation const& flood, plan::Layout const& layout, double counted_m) {
  plan::Edits out;
  Column const* depths = flood.column("flood_depth");
  if (depths == nullptr) return out;
  for (auto const& [id, depth_m] : depths->values) {
    auto const road = layout.find(Layer::road, id);
    if (!road || road->flag("closed") || depth_m < counted_m) continue;
    if (depth_m >= flood::kClosed_m) {
      out.push_back(set(id, "closed", true));
      continue;
    }
    double const kmh = std::max(1.0, std::round(flood::safe_speed_kmh(depth_m)));
    if (!road->has("speed_kmh") || road->number("speed_kmh") > kmh) out.push_back(set(id, "speed_kmh", kmh));
  }
  return out;
}

} // namespace dalian::whatif
