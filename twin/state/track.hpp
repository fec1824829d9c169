#pragma once
// The fused estimate of one entity: what the snapshot holds and the screen shows.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/base/time.hpp"
#include "twin/state/integrity.hpp"
#include "twin/state/part.hpp"
#include "twin/state/sensor_reading.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dalian::state {

enum class Kind : std::uint8_t {
  unspecified,
  vessel,
  road_vehicle,
  aid_to_navigation,
  base_station,
  aircraft,
  sensor,
  unidentified, // seen by radar or camera, never named
};
enum class Life : std::uint8_t { live, stale, ended };

struct VesselStatic {
  std::optional<std::uint32_t> imo, ship_type, mothership_mmsi;
  std::string name, call_sign, destination; // empty = not available
  std::optional<float> bow_m, stern_m, port_m, starboard_m, draught_m;
  bool operator==(VesselStatic const&) const = default;
};

struct RoadVehicle {
  std::string label, route, vehicle_type;
  std::optional<std::uint32_t> mode;
  std::optional<float> length_m, width_m;
  bool operator==(RoadVehicle const&) const = default;
};

struct Aid {
  std::optional<std::uint32_t> aid_type;
  std::string name;
  std::optional<bool> off_position;
  bool virtual_aid = false;
  bool operator==(Aid const&) const = default;
};

/// What changes with nearly every observation: plain values, copied as bytes.
struct TrackMotion {
  std::uint32_t handle = 0; // from 1, never reused within a run
  Kind kind = Kind::unspecified;
  Life life = Life::live;
  Provenance provenance = Provenance::unknown;
  bool has_position = false;

  Instant t_obs{}, t_rx{}; // of the newest observation used
  MapPoint position;       // at t_obs
  float altitude_m = 0;
  float velocity_east_mps = 0, velocity_north_mps = 0; // grid axes
  std::array<float, 10> covariance{};                  // (e, n, ve, vn), upper triangle by rows; m², m²/s, m²/s²
  std::optional<float> heading_deg;                    // true north
  std::optional<float> turn_rate_dps;
  std::optional<float> last_nis; // chi-square with 2 degrees of freedom when the model fits
  std::uint32_t updates = 0;
  std::uint8_t newest_source = 0; // place in TrackDetails::sources of who was heard last

  bool class_b = false;
  std::optional<std::uint32_t> nav_status;
  bool operator==(TrackMotion const&) const = default;
};

/// What changes rarely: shared by fusion and every snapshot since it was said.
struct TrackDetails {
  std::string entity;               // "mmsi:412345678"
  std::vector<std::string> sources; // who contributed, in an order that stays; see newest_source
  Part<VesselStatic> vessel;
  Part<RoadVehicle> road;
  Part<Aid> aid;
  std::vector<SensorReading> readings;  // at most one a quantity, by its place in the table
  std::vector<IntegrityFlag> integrity; // those raised, each once, in the order of the enumeration
  bool operator==(TrackDetails const&) const = default;
};

/// All of one entity as one value.
struct Track : TrackMotion, TrackDetails {
  bool operator==(Track const&) const = default;
};

/// All of one entity where it lies, in a snapshot or in a Track; valid as long as that is.
class TrackView {
 public:
  TrackView(Track const& track) : motion_(&track), details_(&track) {}
  TrackView(TrackMotion const& motion, TrackDetails const& details) : motion_(&motion), details_(&details) {}

  TrackMotion const* operator->() const { return motion_; }
  TrackMotion const& motion() const { return *motion_; }
  TrackDetails const& details() const { return *details_; }
  explicit operator Track() const { return {*motion_, *details_}; }

 private:
  TrackMotion const* motion_;
  TrackDetails const* details_;
};

/// The reading of a quantity by its name, null when there is none.
SensorReading const* reading_of(TrackView track, std::string_view quantity);

/// The sources with the one heard last in front.
std::vector<std::string> sources_newest_first(TrackView track);

/// What a publication carries. `details` is never null.
struct TrackRecord {
  TrackMotion motion;
  std::shared_ptr<TrackDetails const> details;

  TrackRecord(TrackMotion const& m, std::shared_ptr<TrackDetails const> d) : motion(m), details(std::move(d)) {}
  TrackRecord(Track const& track) : motion(track), details(std::make_shared<TrackDetails>(track)) {}
  operator TrackView() const { return {motion, *details}; }
};

} // namespace dalian::state
