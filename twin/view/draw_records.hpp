#pragma once
// Everything live that the renderer may draw: plain records, no behaviour, no way back into the twin.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dalian::view {

enum class Shape : std::uint8_t {
  container_ship,
  bulk_carrier,
  tanker,
  car_carrier,
  ferry,
  fishing_boat,
  tug,
  other_ship,
  car,
  bus,
  truck,
  shuttle,
  buoy,
  base_station,
  sensor, // a meter, a valve, a signal: it stands within what the city shows there and has no body of its own
  aircraft
};

enum class Freshness : std::uint8_t { fresh, stale };

/// One moving (or still) thing at t0; the GPU carries it on with velocity and turn rate until `until` and no further:
/// at time t it stands where it was at min(t, until), so that nothing sails on for ever when its feed falls silent.
struct Mover {
  std::uint32_t handle = 0; // > 0; what the entity-id buffer holds
  Shape shape = Shape::other_ship;
  Provenance provenance = Provenance::unknown;
  Freshness freshness = Freshness::fresh;
  Instant t0{};
  Instant until{};       // from here on it is stale: draw it so, and let it stand
  MapPoint position;     // at t0, of the middle of its length and width
  float up_m = 0;        // of its waterline or wheels
  float heading_rad = 0; // grid, clockwise from north: where it points
  float velocity_east_mps = 0, velocity_north_mps = 0;
  float turn_rate_rps = 0; // clockwise positive
  float sigma_m = 0;       // 1-sigma radius at t0: the larger axis of the position ellipse
  bool named = false;      // can be called by name or number; ids of road users and meters mean nothing to people
  float length_m = 0, width_m = 0; // real ones where known, else the class's usual
};

/// Text beside a mover or in the inspector; asked for by handle, not copied per frame.
struct Inspection {
  struct Row {
    std::string key;       // of assets/lang, "inspector.position"
    std::string value_key; // words of assets/lang that come before `value`: "nav_status.5"; empty = none
    std::string value;     // numbers with their unit, names
  };
  std::uint32_t handle = 0;
  std::string entity, name;
  std::string kind; // "vessel": assets/lang has it under "kind.vessel"
  Provenance provenance = Provenance::unknown;
  Freshness freshness = Freshness::fresh;
  Instant t_obs{};
  double age_s = 0;
  std::vector<std::string> sources;
  std::vector<Row> rows;
};

} // namespace dalian::view
