#pragma once
// All synthetic systems of the city under one clock and one sky. Everything it shows follows from plan, story, parcels,
// seed and the instant alone: whoever starts at five to three sees the same day as who has looked since midnight. One
// thread.
#include "connectors/utilities/city_plan.hpp"

#include <memory>

namespace dalian::utilities {

struct CityInputs {
  CityPlan plan;
  synth::DayStory story;
  std::vector<Parcel> parcels;
  synth::FleetPlan fleet; // whose ships the cranes work
  std::uint64_t seed = 1;
};
/// `config`: the folder of utilities.toml, day.toml and synth.toml; `layouts`: that of layout_*.geojson.
Result<CityInputs> read_city(std::filesystem::path const& config, std::filesystem::path const& layouts);

class City {
 public:
  /// Begins at the midnight before `start`; advance() first.
  City(CityInputs inputs, Instant start);

  /// Never backwards.
  void advance(Instant now);

  Moment const& now() const { return now_; }
  synth::DayStory const& story() const { return story_; }
  Sky const& sky() const { return sky_; }
  Meters const& meters() const { return meters_; }
  /// What the instrument of a meter shows; nothing when it does not answer.
  std::optional<MeterState> reading(std::size_t meter) const;
  MeterState truth(std::size_t meter) const { return meters_.state(meter, now_); }
  /// Of the day that it is.
  std::optional<Fault> const& fault(std::size_t meter) const { return faults_today_[meter]; }
  /// Of all other systems.
  std::vector<Thing> things() const;

 private:
  Moment moment(Instant t) const;
  void begin_day();

  synth::DayStory story_;
  Sky sky_;
  Meters meters_;
  MeterFaults faults_;
  std::vector<std::unique_ptr<System>> systems_;
  std::vector<std::optional<Fault>> faults_today_; // of each meter
  std::vector<std::optional<MeterState>> stuck_;   // what it showed when its fault began
  Instant stepped_{};
  Moment now_;
};

} // namespace dalian::utilities
