#pragma once
// Land, sea and roads of the baked city, as fusion asks for them. Roads are asked for only inside zones, where the
// model has all of them. Immutable; any thread.
#include "twin/fusion/integrity.hpp"
#include "twin/layout/surface.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <unordered_map>
#include <vector>

namespace dalian::app {

class CitySurface final : public fusion::SurfaceMap {
 public:
  static constexpr char const* kFile = "surface.bin";
  explicit CitySurface(layout::Surface surface);

  /// From surface.bin, or the folder of baked assets that holds it.
  static Result<std::unique_ptr<CitySurface>> read(std::filesystem::path const& where);

  /// To a tenth of `enough_m`: water is looked for on rings.
  std::optional<double> metres_from_water(MapPoint p, double enough_m) const override;
  std::optional<double> metres_from_road(MapPoint p, double enough_m) const override;
  std::uint64_t hash() const override { return hash_; }

 private:
  struct Stretch {
    MapPoint a, b;
    double half_width_m;
  };
  void add_stretch(Stretch const& s);
  bool in_zone(MapPoint p) const;

  layout::Surface surface_; // but for the roads
  std::vector<Stretch> stretches_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>>
      cells_; // of kCell_m, by number; stretches that touch one
  std::uint64_t hash_ = 0;
};

} // namespace dalian::app
