#pragma once
// What a type of vehicle is: its size and, in the twin's word, its kind. One thread.
#include <map>
#include <string>
#include <string_view>

namespace dalian::sumo {

struct VehicleType {
  float length_m = 5, width_m = 1.8F;
  std::string kind = "car";
};

/// What SUMO gives a vehicle of that class when its type says no more (documentation of 1.15, "Vehicle Type Parameter
/// Defaults"; a test asks SUMO itself). A class that is not known is a passenger car, SUMO's own default.
VehicleType type_of_class(std::string_view vehicle_class);

/// By the id of the type.
using VehicleTypes = std::map<std::string, VehicleType, std::less<>>;

} // namespace dalian::sumo
