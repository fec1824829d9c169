#pragma once
// From what lies in a vessel to what may happen: how it fails, what then leaves it, and – with ignition at once, later
// or never – which fire, blast or poisonous cloud follows, how often, and what share of people in the open it kills
// where. Places are (along, across) the wind from the vessel, metres. CPR 18E (2005), chapters 3 to 5.
#include "twin/hazard/dense.hpp"
#include "twin/hazard/fire.hpp"
#include "twin/hazard/ring.hpp"
#include "twin/hazard/tables.hpp"

#include <functional>

namespace dalian::hazard {

enum class Phase : std::uint8_t {
  gas,
  liquid,
  liquefied
}; // compressed; below its boiling point; above it, by pressure

struct Storage {
  Substance const* substance = nullptr;
  Phase phase = Phase::gas;
  double mass_kg = 0, pressure_Pa = kAtmosphere_Pa, temperature_K = 293.15; // pressure absolute
  double hole_m = 0;                                                        // 0 = that of the table
};

enum class Failure : std::uint8_t { burst, ten_minutes, leak };
char const* word_of(Failure failure);

struct Release {
  Failure failure = Failure::leak;
  double per_a = 0;      // frequency
  double rate_kg_s = 0;  // out of the vessel; 0 when it bursts
  double mass_kg = 0;    // out of the vessel, all of it
  double air_kg_s = 0;   // becomes gas or spray
  double air_kg = 0;     // likewise, all of it
  double duration_s = 0; // of the outflow
  double pool_m = 0;     // diameter of the pool; 0 = none
  double spray = 1;      // mass in the air over that of its vapour at the source: the rest is spray
};
/// With the wind because a pool evaporates with it.
Release release_of(Storage const& storage, Failure failure, Weather const& weather, Tables const& tables);

enum class Effect : std::uint8_t { toxic, flash_fire, explosion, jet_fire, pool_fire, fireball };
char const* word_of(Effect effect);

/// Shares that die at a place: unprotected in the open, as individual risk counts them; of many outdoors, who are
/// dressed and step aside; of those indoors. CPR 18E (2005), 5.2.
struct Dying {
  double unprotected = 0, outdoors = 0, indoors = 0;
};

struct Outcome {
  Effect effect = Effect::toxic;
  double share = 0;         // of the releases in this weather
  double reach_m = 0;       // beyond which it kills less than 1 in 10 000
  double widest_m = 1e9;    // across the wind: farther off it kills less than 1 in 10 000 and no ring lies
  bool is_round = false;    // alike in all directions, about the vessel
  bool any_weather = false; // does not depend on the weather
  std::vector<Ring> rings;  // the highest level first
  Ring sheltered;           // of poison: within it those indoors take up as much as AEGL-2 allows; empty where nobody
  std::function<Dying(Along)> dying;
  double share_dying(Along p) const { return dying(p).unprotected; }
};

/// All that may follow; shares add up to 1 or less, the rest does no harm.
std::vector<Outcome> outcomes(Storage const& storage, Release const& release, Weather const& weather,
                              Tables const& tables);

/// Nothing is followed farther.
inline constexpr double kFarthest_m = 20000;
/// Levels of rings: heat 37.5, 12.5 and 4 kW/m²; blast 70, 21, 7 and 2 kPa. CCPS; see docs/engines.md.
inline constexpr double kHeatLevels[] = {37.5e3, 12.5e3, 4e3}, kBlastLevels[] = {70e3, 21e3, 7e3, 2e3};

} // namespace dalian::hazard
