#pragma once
// Facts → observations for the twin. Knows no format. One thread.
#include "connectors/v2x/facts.hpp"
#include "twin/base/crs.hpp"
#include "twin/wire/wire.pb.h"

#include <functional>
#include <map>

namespace dalian::v2x {

struct WireOptions {
  Crs crs = Crs::wgs84;
  // Where a source states no error of its position: 1.5 m, one standard deviation, the least that SAE J2945/1 (2016)
  // allows a vehicle to send at all; road-side units are taken to be no better.
  float default_sigma_m = 1.5F;
};

class WireConverter {
 public:
  using Publish = std::function<void(wire::Observation)>;

  explicit WireConverter(WireOptions options = {}) : options_(options) {}

  void convert(Facts const& facts, Instant arrival, Publish const& publish);

 private:
  wire::Observation start(std::string const& entity, wire::Kind kind, Instant at) const;
  void set_place(wire::Fix& fix, GeoPoint p, std::optional<float> sigma_m) const;
  void convert(Vehicle const& vehicle, Publish const& publish);
  void convert(Scan const& scan, Publish const& publish);
  void convert(Signal const& signal, Publish const& publish);
  void convert(RoadEvent const& event, Publish const& publish);

  WireOptions options_;
  Instant arrival_{};
  std::map<std::string, std::uint32_t> events_;      // of vehicles, while there are any
  std::map<std::string, std::uint32_t> phases_;      // of signals: a change is an event
  std::map<std::string, std::uint32_t> road_events_; // code last told
  std::map<std::string, std::uint64_t> scans_;       // number of the newest one of a sensor
};

} // namespace dalian::v2x
