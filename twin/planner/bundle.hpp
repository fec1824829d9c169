#pragma once
// A scenario with all that its picture and its figures hang on, as one file (docs/planning.md, "Bundles"): edits, where
// it is looked at from and under which light, the figures of every engine, and the coefficients and trips behind them.
#include "twin/base/time.hpp"
#include "twin/plan/document.hpp"
#include "twin/planner/evaluator.hpp"
#include "twin/whatif/assumptions.hpp"

namespace dalian::planner {

/// What a screen shows of a scenario. Knows no screen: what the words mean is the window's.
struct BundleView {
  MapPoint eye{};
  double up_m = 0, heading_rad = 0, pitch_rad = 0, field_rad = 0.6; // up above mean sea level; heading from grid north
  Instant light{};
  std::string weather;             // "" = as the nearest station reports it
  std::vector<std::string> layers; // data over the city, sorted
  std::string language;            // "zh", "ja", "en"
  std::string layer, id;           // of what is chosen; "" = nothing
  std::string column;              // of parcels, on the ground; "" = none
  bool change = true;              // how it moved; else its value
  std::optional<double> swipe;     // share of the width that what it is compared with has
  bool operator==(BundleView const&) const = default;
};

struct KeptFigure {
  std::string engine;
  whatif::Kpi kpi;
  bool operator==(KeptFigure const&) const = default;
};

struct Bundle {
  plan::Scenario scenario;
  std::optional<plan::Scenario> other; // that it is compared with; nothing: the base
  BundleView view;
  std::vector<KeptFigure> figures; // of the scenario, by engine and in its order
  std::vector<whatif::Assumption> assumptions;
  bool operator==(Bundle const&) const = default;
};

inline constexpr std::string_view kBundleEnding = ".bundle.json";
bool is_bundle(std::filesystem::path const& file);

std::vector<KeptFigure> kept_figures(whatif::Outcomes const& outcomes);

std::string to_text(Bundle const& bundle);
/// The error names file, field and remedy. `name`: of the file, for messages.
Result<Bundle> parse_bundle(std::string_view text, std::string const& name);
Result<Bundle> read_bundle(std::filesystem::path const& file);

/// Of a scenario file, or of a bundle.
Result<plan::Scenario> read_scenario_of(std::filesystem::path const& file);

/// What is no longer as the bundle has it. Figures that differ by less than 1e-9 of their size or than their own error
/// are the same: another processor may round otherwise.
struct BundleDrift {
  std::vector<std::string> figures;     // "land: jobs njip": moved, gone or new
  std::vector<std::string> assumptions; // "energy: grid_factor", likewise
};
BundleDrift drift_of(Bundle const& bundle, std::vector<KeptFigure> const& figures,
                     std::vector<whatif::Assumption> const& assumptions);

} // namespace dalian::planner
