#pragma once
// The wind of `twinctl whatif chain`: as given, of an aerodrome's report, or of the nearest station of a running twin.
#include "twin/app/commands.hpp"
#include "twin/hazard/tables.hpp"
#include "twin/state/snapshot.hpp"

#include <optional>
#include <string>

namespace dalian::app {

struct WindOptions {
  std::string wind, metar, stability, at; // "" = not given
  bool from_twin = false;
};

/// What a running twin knows.
struct Live {
  state::Snapshot snapshot;
  Instant now;
};

struct ChainWind {
  hazard::Weather weather;
  std::optional<double> from_deg; // none: it has no direction
  std::string by, class_by;       // how each is known
  std::optional<Live> live;       // where a twin was asked
};

/// At `place`. The error says what is missing and how to give it.
Result<ChainWind> find_wind(WindOptions const& options, TwinOptions const& twin, MapPoint place);

} // namespace dalian::app
