#include "twin/plan/draft.hpp"
#include "twin/plan/networks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::plan {
namespace {

/// A point of the parcel: its middle, or where that lies outside a corner moved a third of the way to it.
MapPoint inside(MapRing const& ring) {
  MapPoint const middle = centroid(ring);
  if (contains(ring, middle)) return middle;
  for (MapPoint const corner : ring)
    for (double const share : {0.05, 0.2, 0.4}) {
      MapPoint const p{corner.east_m + share * (middle.east_m - corner.east_m),
                       corner.north_m + share * (middle.north_m - corner.north_m)};
      if (contains(ring, p)) return p;
    }
  return ring.front();
}

void add_works(RowBook& book, Entity const& parcel, WorksRule const& rule) {
  Shape const at = to_shape({inside(to_map(parcel.shape("outline")))});
  std::string const plant = parcel.id() + "/works", source = fmt::format("works, {}", rule.source);
  book.add(Layer::plant, plant, "works", {{"at", at}, {"parcel", parcel.id()}, {"product", rule.product}});
  book.add(Layer::hazard, parcel.id() + "/hazard", source,
           {{"at", at},
            {"substance", rule.substance},
            {"plant", plant},
            {"phase", rule.phase},
            {"mass_t", rule.mass_t},
            {"mass_low_t", rule.mass_low_t},
            {"mass_high_t", rule.mass_high_t},
            {"pressure_bar", rule.pressure_bar},
            {"temperature_c", rule.temperature_c},
            {"hole_mm", rule.hole_mm}});
}

/// At the middles of equal stretches of the quay.
void add_cranes(RowBook& book, Entity const& berth, NetworkRules const& rules) {
  double const spacing_m = berth.has("crane_spacing_m") ? berth.number("crane_spacing_m") : 0;
  auto const line = to_map(berth.shape("line"));
  if (!(spacing_m > 0) || line.size() < 2) return;
  auto const count = static_cast<int>(length_m(line) / spacing_m);
  if (count == 0) return;
  auto const steps = stepped(line, length_m(line) / (2.0 * count));
  for (int i = 0; i < count; ++i) {
    auto const place = steps[std::min(steps.size() - 1, static_cast<std::size_t>(2 * i + 1))];
    book.add(Layer::crane, fmt::format("{}/crane-{}", berth.id(), i + 1), "cranes",
             {{"berth", berth.id()},
              {"at", to_shape({place})},
              {"kind", std::string("quay")},
              {"moves_h", rules["crane_moves"]}});
  }
}

} // namespace

Result<Layout> with_works(Layout const& layout, NetworkRules const& rules) {
  RowBook book(layout);
  layout.for_each(Layer::parcel, [&](Entity const& parcel) {
    auto const use = parcel.text("use");
    auto const rule =
        std::find_if(rules.works.begin(), rules.works.end(), [&](WorksRule const& r) { return r.use == use; });
    if (rule != rules.works.end() && parcel.shape("outline").size() >= 3) add_works(book, parcel, *rule);
  });
  layout.for_each(Layer::berth, [&](Entity const& berth) { add_cranes(book, berth, rules); });
  return book.done();
}

} // namespace dalian::plan
