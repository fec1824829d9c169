#pragma once
// What a synthetic system of the city shows of one of its things at one instant, whatever protocol carries it.
#include "connectors/utilities/sky.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dalian::utilities {

/// An instant of the city, and what every system needs to know of it.
struct Moment {
  Instant t{};
  double second_of_day = 0; // of the city's clock
  double at_work = 0;       // share of the day's workers, 0 … 1
  SkyState sky;             // over the city
  double unix_s() const { return static_cast<double>(to_unix_ns(t)) * 1e-9; }
};

/// A number under the name of a quantity of the twin, in its unit.
struct Said {
  std::string_view quantity;
  double value = 0;
};

struct Thing {
  std::string_view kind; // "crane", "turbine", "parking"
  std::string id;        // "dayaowan-3"
  GeoPoint place;
  std::vector<Said> values;
  std::string_view status{}; // in words; empty = says none
};

class System {
 public:
  /// Steps of advance(): what adds up (energy, charge, queues) does so by whole minutes from midnight on, so that it
  /// does not matter how often somebody looks.
  static constexpr double kStep_s = 60;

  virtual ~System() = default;
  virtual void advance(Moment const& /*end of the step*/) {}
  /// All its things, at most a step after the last advance.
  virtual void tell(Moment const& now, std::vector<Thing>& out) const = 0;
};

} // namespace dalian::utilities
