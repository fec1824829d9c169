#pragma once
// The picture's buildings as engine `sun` takes them: what never changes about them, and what each has within reach
// where all stand, so that a scenario only strikes out those that have gone. For any thread.
#include "twin/whatif/drawn_city.hpp"
#include "twin/whatif/sun_building.hpp"

#include <map>
#include <mutex>

namespace dalian::whatif {

class SunDrawn {
 public:
  struct Block {
    DrawnBuilding const* building = nullptr;
    std::uint32_t parcel = 0; // in parcels()
    sun::Prism prism = {};
    MapPoint middle = {};
    double roof_m2 = 0;
    std::vector<std::uint32_t> higher = {}; // blocks within reach of its roof, rising
  };

  /// `figures` must outlive it.
  SunDrawn(std::shared_ptr<DrawnCity const> city, FigureTable const& figures);

  std::vector<Block> const& blocks() const { return blocks_; } // in the order of the city
  /// Those that carry a block, sorted.
  std::vector<std::string_view> const& parcels() const { return parcels_; }
  /// Whether one of them has the outline and the use that the picture was drawn for.
  bool is_as_drawn(std::uint32_t parcel, plan::Entity const& now) const { return was_[parcel] == parcel_hash(now); }

  /// Blocks within reach of anything that stands there, rising.
  std::vector<std::uint32_t> around(sun::Prism const& prism, double z_m) const {
    return nearby_.around(prism.low, prism.high, z_m, least_elevation_rad(figures_));
  }
  /// Blocks within reach of the lowest windows while the rule counts, itself among them, rising. `rule` stays where it
  /// is as long as this lives.
  std::vector<std::uint32_t> const& before_windows(std::uint32_t block, SunRule const& rule);

 private:
  using Lists = std::vector<std::unique_ptr<std::vector<std::uint32_t> const>>; // by block; null: not asked for yet

  std::shared_ptr<DrawnCity const> city_;
  FigureTable const& figures_;
  std::vector<Block> blocks_;
  std::vector<std::string_view> parcels_;
  std::vector<ContentHash> was_; // of parcels
  std::vector<sun::Prism> prisms_;
  sun::Nearby nearby_;
  std::mutex mutex_;
  std::map<SunRule const*, Lists> before_windows_;
};

/// Whether one of them stands in the place of the other: the middle of either lies within the other's outline.
bool is_in_place_of(SunDrawn::Block const& block, sun::Prism const& planned, MapPoint planned_middle);

} // namespace dalian::whatif
