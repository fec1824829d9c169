#pragma once
// How the messages of each vehicle come in, as this screen sees them: how many a second, what is missing of the rate
// that is due, and how old they are when they are first shown. Knows no clock: twin time is given.
#include "twin/view/fleet.hpp"

#include <deque>
#include <map>
#include <vector>

namespace dalian::workplaces {

/// Messages a second that a connected vehicle owes: SAE J2945/1, basic safety messages at 100 ms.
inline constexpr double kDue_hz = 10;

struct Delivery {
  std::optional<double> rate_hz, missing; // missing: share of those due, 0…1; nothing before 2 s of listening
  std::optional<double> p50_s, p99_s;     // age of a message when it was first shown
};

class FleetMeter {
 public:
  /// With every new snapshot.
  void look(std::vector<view::FleetRow> const& rows, Instant now);
  Delivery of(std::uint32_t handle) const;
  /// Speeds over the last minute, oldest first, m/s.
  std::vector<float> speeds(std::uint32_t handle) const;

 private:
  static constexpr double kWindow_s = 10, kHistory_s = 60;
  static constexpr std::size_t kAges = 200;
  struct Sample {
    Instant at{};
    std::uint32_t updates = 0;
  };
  struct Vehicle {
    std::deque<Sample> samples;
    std::deque<float> ages_s;
    std::deque<std::pair<Instant, float>> speeds;
    Instant last_obs{}, seen{};
  };
  std::map<std::uint32_t, Vehicle> vehicles_;
  Instant last_{};
};

} // namespace dalian::workplaces
