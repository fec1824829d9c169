#include "connectors/sumo/vehicle_types.hpp"

#include <algorithm>
#include <array>

namespace dalian::sumo {
namespace {

struct ClassRow {
  std::string_view name, kind;
  float length_m, width_m;
};

constexpr std::array kClasses{
    ClassRow{"passenger", "car", 5, 1.8F},
    ClassRow{"private", "car", 5, 1.8F},
    ClassRow{"taxi", "car", 5, 1.8F},
    ClassRow{"hov", "car", 5, 1.8F},
    ClassRow{"evehicle", "car", 5, 1.8F},
    ClassRow{"emergency", "emergency", 6.5F, 2.16F},
    ClassRow{"bus", "bus", 12, 2.5F},
    ClassRow{"coach", "bus", 14, 2.6F},
    ClassRow{"delivery", "truck", 6.5F, 2.16F},
    ClassRow{"truck", "truck", 7.1F, 2.4F},
    ClassRow{"trailer", "truck", 16.5F, 2.55F},
    ClassRow{"motorcycle", "motorcycle", 2.2F, 0.9F},
    ClassRow{"moped", "motorcycle", 2.1F, 0.78F},
    ClassRow{"bicycle", "bicycle", 1.6F, 0.65F},
    ClassRow{"tram", "tram", 22, 2.4F},
    ClassRow{"rail_urban", "train", 109.5F, 3},
    ClassRow{"rail", "train", 135, 2.84F},
    ClassRow{"rail_electric", "train", 200, 2.95F},
    ClassRow{"rail_fast", "train", 200, 2.95F},
    ClassRow{"ship", "ferry", 17, 4},
    ClassRow{"pedestrian", "pedestrian", 0.215F, 0.478F},
};

} // namespace

VehicleType type_of_class(std::string_view vehicle_class) {
  auto const* const row = std::ranges::find(kClasses, vehicle_class, &ClassRow::name);
  if (row == kClasses.end()) return {};
  return {row->length_m, row->width_m, std::string(row->kind)};
}

} // namespace dalian::sumo
