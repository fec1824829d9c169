#include "twin/whatif/sun_drawn.hpp"

#include <algorithm>

namespace dalian::whatif {
namespace {

std::vector<sun::Prism> prisms_of(DrawnCity const& city) {
  std::vector<sun::Prism> out;
  for (DrawnBuilding const& b : city.buildings)
    out.push_back(sun::with_box({b.ring, 0, b.top_m, {}, {}}));
  return out;
}

} // namespace

SunDrawn::SunDrawn(std::shared_ptr<DrawnCity const> city, FigureTable const& figures)
    : city_(std::move(city)), figures_(figures), prisms_(prisms_of(*city_)), nearby_(prisms_) {
  for (auto const& [id, hash] : city_->parcel_was) {
    parcels_.push_back(id);
    was_.push_back(hash);
  }
  double const least = least_elevation_rad(figures);
  for (std::size_t i = 0; i < prisms_.size(); ++i) {
    DrawnBuilding const& b = city_->buildings[i];
    sun::Prism const& prism = prisms_[i];
    auto const parcel = std::lower_bound(parcels_.begin(), parcels_.end(), b.parcel) - parcels_.begin();
    blocks_.push_back({&b, static_cast<std::uint32_t>(parcel), prism, plan::centroid(b.ring),
                       plan::true_area_m2(b.ring), nearby_.around(prism.low, prism.high, prism.top_m, least)});
  }
}

std::vector<std::uint32_t> const& SunDrawn::before_windows(std::uint32_t block, SunRule const& rule) {
  std::lock_guard const lock(mutex_);
  Lists& lists = before_windows_[&rule];
  lists.resize(blocks_.size());
  auto& list = lists[block];
  if (list == nullptr) {
    sun::Prism const& prism = prisms_[block];
    double const least = least_elevation_rad(figures_, &rule, to_geo(prism.low));
    list = std::make_unique<std::vector<std::uint32_t> const>(nearby_.around(prism.low, prism.high, 0, least));
  }
  return *list;
}

bool is_in_place_of(SunDrawn::Block const& block, sun::Prism const& planned, MapPoint planned_middle) {
  MapPoint const m = block.middle;
  bool const in_box = m.east_m >= planned.low.east_m && m.east_m <= planned.high.east_m &&
                      m.north_m >= planned.low.north_m && m.north_m <= planned.high.north_m;
  return (in_box && plan::contains(planned.ring, m)) || plan::contains(block.prism.ring, planned_middle);
}

} // namespace dalian::whatif
