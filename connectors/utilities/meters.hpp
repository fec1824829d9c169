#pragma once
// Synthetic meters of the planned city: power, water, gas, heat and hydrogen of each parcel by its use, and one head
// meter for each zone and medium that feeds them all, with the losses of its network.
#include "connectors/synth/day_story.hpp"
#include "connectors/utilities/parcels.hpp"
#include "connectors/utilities/thing.hpp"

#include <array>
#include <map>

namespace dalian::utilities {

enum class Medium : std::uint8_t { power, water, gas, heat, hydrogen };
inline constexpr std::size_t kMedia = 5;
std::string_view name(Medium medium);

/// [[medium]]: what else its meters show, and what its network loses.
struct MediumPlan {
  double loss = 0;           // share of what the head meter sees
  double idle = 0, full = 0; // voltage (V), pressure (kPa) or supply temperature (°C) without and at full demand
};

/// [[profile]]: demand as a share of the rated one, 0 … 1.
struct Profile {
  double base = 0, workers = 0;
  std::vector<double> hours; // 24 shares that are added, by the hour of the day; empty = none
  double at(double second_of_day, double at_work) const;
};

/// [[use]] of land.
struct UsePlan {
  std::string profile;
  std::array<double, kMedia> per_ha{}; // kW or m³/h at full demand; 0 = not connected
};

struct MeterPlan {
  std::array<MediumPlan, kMedia> media;
  std::map<std::string, Profile> profiles;
  std::map<std::string, UsePlan> uses;
  double indoor_c = 18, design_c = -10;      // heat: full at design_c outside
  int heat_from_day = 309, heat_to_day = 95; // days of the year of the heating season
  double wander = 0;                         // of the demand of one meter, share
};
/// [meters] of utilities.toml.
MeterPlan read_meters(ConfigTable& t);

struct Meter {
  std::string entity; // "meter:njip/school-1/power", "feeder:njip/water"
  std::string zone;
  Medium medium = Medium::power;
  GeoPoint place;
  double rated = 0;    // kW or m³/h
  std::string profile; // of parcels' meters
  bool head = false;
};

/// What is true at a meter; the instrument adds its errors (meter_faults).
struct MeterState {
  double rate = 0;  // kW or m³/h
  double total = 0; // kWh or m³ since it was put in
  double grade = 0; // V, kPa or °C of MediumPlan
};

class Meters {
 public:
  /// One meter for each parcel and medium that its use takes, then the heads; those of one zone stand together.
  Meters(MeterPlan plan, std::vector<Parcel> const& parcels, synth::DayStory const& story, std::uint64_t seed);

  std::vector<Meter> const& meters() const { return meters_; }
  /// By whole System::kStep_s.
  void advance(Moment const& end);
  MeterState state(std::size_t i, Moment const& now) const;

 private:
  double demand(std::size_t i, Moment const& now) const; // share of rated
  double heat_share(Moment const& now) const;
  double rate(std::size_t i, Moment const& now) const;

  MeterPlan plan_;
  double utc_offset_s_;
  std::vector<Meter> meters_;
  std::vector<std::vector<std::size_t>> fed_; // of heads
  std::vector<synth::Draws> draws_;
  std::vector<double> total_, stepped_rate_;
  Instant stepped_{};
};

} // namespace dalian::utilities
