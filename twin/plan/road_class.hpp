#pragma once
// What a class of road has where nothing else is said (rule road-class).
#include <algorithm>
#include <array>
#include <string_view>

namespace dalian::plan {

/// Widths: tools/bake/city. Speeds: CJJ 37 and GB 51328 (design speeds of classes), the middle of each class's range.
struct RoadClass {
  std::string_view name;
  double width_m, speed_kmh;
};
inline constexpr std::array<RoadClass, 9> kRoadClasses{{{"expressway", 27, 100},
                                                        {"highway", 15, 60},
                                                        {"arterial", 21, 50},
                                                        {"collector", 14, 40},
                                                        {"local", 8, 30},
                                                        {"plant", 7, 20},
                                                        {"path", 3.2, 5},
                                                        {"track", 12, 60},
                                                        {"jetty", 9, 20}}};

inline RoadClass const* find_road_class(std::string_view name) {
  auto const it = std::find_if(kRoadClasses.begin(), kRoadClasses.end(), [&](auto const& c) { return c.name == name; });
  return it == kRoadClasses.end() ? nullptr : &*it;
}

} // namespace dalian::plan
