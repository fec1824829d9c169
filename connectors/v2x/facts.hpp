#pragma once
// What a message says, whatever standard it follows: SI units, WGS-84 or the datum of the source, positive to the
// right, nothing where the source says "not available". The step between the readers of the formats and the wire.
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dalian::v2x {

/// A vehicle's word about itself.
struct Vehicle {
  std::string entity;                // "bsm:BEA10000"
  Instant at{};                      // by the source where it told, else the arrival
  bool timed = false;                // the source told
  std::optional<std::uint8_t> count; // of its messages, mod 128
  GeoPoint position;
  std::optional<float> altitude_m;
  std::optional<float> sigma_m; // one standard deviation per axis
  std::optional<float> speed_mps, course_deg, heading_deg, turn_rate_dps, length_m, width_m;
  std::string_view type;               // "car", "bus", …; empty = not told
  std::optional<std::uint32_t> events; // bit n = event n of VehicleEventFlags, SAE J2735
};

/// One thing that a road-side unit saw.
struct Sighting {
  GeoPoint position;
  std::optional<float> sigma_m, speed_mps, course_deg, length_m, width_m;
  bool on_road = false; // a vehicle, motorised or not
};

/// Everything that it saw at once.
struct Scan {
  std::string sensor; // "rsu:R328328"
  Instant at{};
  std::vector<Sighting> sightings;
};

/// The state of one signal group.
struct Signal {
  std::string entity; // "signal:<region>.<intersection>.<group>"
  Instant at{};
  std::uint32_t phase = 0;           // MovementPhaseState of SAE J2735
  std::optional<double> remaining_s; // until it ends
  bool remaining_sure = false;       // told as likely or exact, not as the earliest end
};

/// Where a signal group holds its traffic.
struct SignalPlace {
  std::string entity;
  GeoPoint position;
};

/// Something on a road that lasts: a warning or a sign.
struct RoadEvent {
  std::string entity; // "denm:<station>.<number>", "rsi:<unit>.<number>"
  Instant at{};
  std::optional<GeoPoint> position;
  char const* quantity = ""; // which list the code is of
  std::uint32_t code = 0;    // 0 = it is over
  std::string text;
};

struct Facts {
  std::string_view message; // "bsm", "spat", …
  std::vector<Vehicle> vehicles;
  std::vector<Scan> scans;
  std::vector<Signal> signals;
  std::vector<SignalPlace> places;
  std::vector<RoadEvent> events;
  unsigned without_position = 0; // vehicles and things that do not know where they are

  void clear() {
    message = {};
    vehicles.clear();
    scans.clear();
    signals.clear();
    places.clear();
    events.clear();
    without_position = 0;
  }
};

} // namespace dalian::v2x
