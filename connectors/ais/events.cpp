#include "connectors/ais/events.hpp"

#include <functional>
#include <string>

namespace dalian::ais {
namespace {

google::protobuf::MessageLite const* detail_of(wire::Observation const& o) {
  switch (o.detail_case()) {
  case wire::Observation::kVesselStatic:
    return &o.vessel_static();
  case wire::Observation::kVesselState:
    return &o.vessel_state();
  case wire::Observation::kAid:
    return &o.aid();
  case wire::Observation::kRoadVehicle:
  case wire::Observation::kSensor:
  case wire::Observation::kDetection:
  case wire::Observation::kCoverage:
  case wire::Observation::DETAIL_NOT_SET:
    break;
  }
  return nullptr;
}

} // namespace

void EventMarker::mark(wire::Observation& observation, std::size_t layout) {
  auto const* detail = detail_of(observation);
  if (detail == nullptr) return;
  constexpr std::uint64_t kOdd = 0x9E37'79B9'7F4A'7C15; // spreads the small numbers over the key
  auto const key = std::hash<std::string>{}(observation.entity()) ^
                   (kOdd * (layout * 8 + static_cast<std::uint64_t>(observation.detail_case()) % 8 + 1));
  auto const said = std::hash<std::string>{}(detail->SerializeAsString());
  if (said_.size() >= kMaxRemembered) said_.clear();
  auto const [known, first] = said_.try_emplace(key, said);
  observation.set_event(first || known->second != said);
  known->second = said;
}

} // namespace dalian::ais
