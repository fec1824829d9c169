#pragma once
// What instruments do wrong on a synthetic day: each meter, with a small chance, once a day and for a while. A pure
// function of plan, seed, meter and day, so that a test, or an operator, can be told the truth.
#include "connectors/utilities/meters.hpp"

namespace dalian::utilities {

enum class FaultKind : std::uint8_t {
  stuck,       // the rate stays what it was
  spike,       // one look in six is `spike_factor` times too large
  offline,     // the gateway says that the meter does not answer
  wrong_scale, // ten times too large for the time
};
std::string_view name(FaultKind kind);

/// [faults] of utilities.toml.
struct FaultPlan {
  double chance = 0; // of each meter on each day
  double shortest_min = 0, longest_min = 0;
  double spike_factor = 1;
  double error = 0; // of a sound meter: standard error of its class, share of the value
};
FaultPlan read_faults(ConfigTable& t);

struct Fault {
  FaultKind kind = FaultKind::stuck;
  Instant from{}, to{};
};

class MeterFaults {
 public:
  MeterFaults(FaultPlan plan, std::uint64_t seed) : plan_(plan), seed_(seed) {}

  /// Of the day that began at `midnight`.
  std::optional<Fault> of_day(Meter const& meter, Instant midnight) const;
  /// What the instrument shows of the truth; nothing = it does not answer. `at_start`: the truth when the fault began.
  std::optional<MeterState> shown(Meter const& meter, MeterState const& truth, MeterState const& at_start,
                                  std::optional<Fault> const& fault, Instant now) const;

 private:
  FaultPlan plan_;
  std::uint64_t seed_;
};

} // namespace dalian::utilities
