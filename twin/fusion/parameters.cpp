#include "twin/fusion/parameters.hpp"

#include "twin/fusion/hasher.hpp"

#include <cassert>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <numbers>
#include <string>
#include <toml++/toml.h>

namespace dalian::fusion {

extern std::string_view const kParametersFile; // generated from assets/config/fusion.toml

namespace {

constexpr float kDegree = std::numbers::pi_v<float> / 180;

/// One number of a section: its name in the file, where it goes, unit of the file in ours, bounds in the file's unit.
template <class Section>
struct Field {
  std::string_view name;
  float Section::*member;
  float unit, least, most;
};

constexpr std::array kMotionFields{
    Field<MotionClass>{"straight_share", &MotionClass::straight_share, 1, 0, 1},
    Field<MotionClass>{"turning_share", &MotionClass::turning_share, 1, 0, 1},
    Field<MotionClass>{"standing_share", &MotionClass::standing_share, 1, 0, 1},
    Field<MotionClass>{"regime_time_s", &MotionClass::regime_time_s, 1, 0.1F, 1e7F},
    Field<MotionClass>{"straight_noise_m2ps3", &MotionClass::straight_noise_m2ps3, 1, 1e-9F, 1e3F},
    Field<MotionClass>{"turning_noise_m2ps3", &MotionClass::turning_noise_m2ps3, 1, 1e-9F, 1e3F},
    Field<MotionClass>{"standing_walk_m2ps", &MotionClass::standing_walk_m2ps, 1, 1e-9F, 1e3F},
    Field<MotionClass>{"standing_speed_mps", &MotionClass::standing_speed_mps, 1, 1e-4F, 10},
    Field<MotionClass>{"turn_rate_sigma_dps", &MotionClass::turn_rate_sigma_radps, kDegree, 1e-4F, 180},
    Field<MotionClass>{"turn_rate_time_s", &MotionClass::turn_rate_time_s, 1, 0.1F, 1e5F},
    Field<MotionClass>{"most_turn_rate_dps", &MotionClass::most_turn_rate_radps, kDegree, 1e-4F, 360},
    Field<MotionClass>{"reported_turn_rate_sigma_dps", &MotionClass::reported_turn_rate_sigma_radps, kDegree, 1e-4F,
                       180},
    Field<MotionClass>{"start_speed_sigma_mps", &MotionClass::start_speed_sigma_mps, 1, 1e-3F, 1e3F},
    Field<MotionClass>{"most_speed_mps", &MotionClass::most_speed_mps, 1, 0.1F, 1e4F},
    Field<MotionClass>{"fix_sigma_m", &MotionClass::fix_sigma_m, 1, 0.01F, 1e4F},
    Field<MotionClass>{"speed_sigma_mps", &MotionClass::speed_sigma_mps, 1, 1e-3F, 100},
    Field<MotionClass>{"course_sigma_deg", &MotionClass::course_sigma_rad, kDegree, 0.01F, 90},
    Field<MotionClass>{"gap_s", &MotionClass::gap_s, 1, 1, 1e6F},
    Field<MotionClass>{"end_after_s", &MotionClass::end_after_s, 1, 1, 1e6F},
};

constexpr std::array kFixFields{
    Field<FixLimits>{"least_sigma_m", &FixLimits::least_sigma_m, 1, 0.01F, 10},
    Field<FixLimits>{"most_sigma_m", &FixLimits::most_sigma_m, 1, 100, 6e4F},
    Field<FixLimits>{"jump_sigmas", &FixLimits::jump_sigmas, 1, 3, 100},
    Field<FixLimits>{"outranked_for_s", &FixLimits::outranked_for_s, 1, 0, 1e5F},
    Field<FixLimits>{"stands_below_mps", &FixLimits::stands_below_mps, 1, 0.01F, 10},
    Field<FixLimits>{"future_limit_s", &FixLimits::future_limit_s, 1, 0, 3600},
};

constexpr std::array kIntegrityFields{
    Field<IntegrityLimits>{"most_speed_mps", &IntegrityLimits::most_speed_mps, 1, 0.1F, 1e4F},
    Field<IntegrityLimits>{"frozen_speed_mps", &IntegrityLimits::frozen_speed_mps, 1, 0.01F, 1e3F},
    Field<IntegrityLimits>{"frozen_s", &IntegrityLimits::frozen_s, 1, 0.1F, 1e6F},
    Field<IntegrityLimits>{"window_s", &IntegrityLimits::window_s, 1, 1, 1e6F},
    Field<IntegrityLimits>{"gap_s", &IntegrityLimits::gap_s, 1, 1, 1e6F},
    Field<IntegrityLimits>{"mismatch_mps", &IntegrityLimits::mismatch_mps, 1, 0.01F, 1e3F},
    Field<IntegrityLimits>{"time_error_s", &IntegrityLimits::time_error_s, 1, 0, 60},
    Field<IntegrityLimits>{"drift_mps", &IntegrityLimits::drift_mps, 1, 0.01F, 1e3F},
    Field<IntegrityLimits>{"from_water_m", &IntegrityLimits::from_water_m, 1, -1, 1e5F},
    Field<IntegrityLimits>{"from_road_m", &IntegrityLimits::from_road_m, 1, -1, 1e5F},
};

constexpr std::array kClockFields{
    Field<SkewLimits>{"block_s", &SkewLimits::block_s, 1, 1, 3600},
    Field<SkewLimits>{"step_s", &SkewLimits::step_s, 1, 0.01F, 3600},
    Field<SkewLimits>{"notable_s", &SkewLimits::notable_s, 1, 0.001F, 1e6F},
    Field<SkewLimits>{"steady_s", &SkewLimits::steady_s, 1, 0.001F, 3600},
    Field<SkewLimits>{"most_drift_ppm", &SkewLimits::most_drift_ppm, 1, 0, 1e5F},
    Field<SkewLimits>{"correct_from_s", &SkewLimits::correct_from_s, 1, 0, 1e6F},
    Field<SkewLimits>{"correct_until_s", &SkewLimits::correct_until_s, 1, 0, 1e6F},
};

constexpr std::array<std::pair<std::string_view, state::Kind>, 6> kClasses{{
    {"vessel", state::Kind::vessel},
    {"road_vehicle", state::Kind::road_vehicle},
    {"aid_to_navigation", state::Kind::aid_to_navigation},
    {"base_station", state::Kind::base_station},
    {"aircraft", state::Kind::aircraft},
    {"sensor", state::Kind::sensor},
}};

constexpr std::array kPlotFields{
    Field<PlotSettings>{"confirm_hits", &PlotSettings::confirm_hits, 1, 1, 16},
    Field<PlotSettings>{"confirm_scans", &PlotSettings::confirm_scans, 1, 1, 16},
    Field<PlotSettings>{"end_misses", &PlotSettings::end_misses, 1, 1, 250},
    Field<PlotSettings>{"late_scan_s", &PlotSettings::late_scan_s, 1, 0, 60},
    Field<PlotSettings>{"scan_wait_s", &PlotSettings::scan_wait_s, 1, 0.01F, 60},
    Field<PlotSettings>{"detection_probability", &PlotSettings::detection_probability, 1, 0.01F, 0.999F},
    Field<PlotSettings>{"clutter_per_km2", &PlotSettings::clutter_per_km2, 1, 1e-6F, 1e6F},
    Field<PlotSettings>{"pair_checks", &PlotSettings::pair_checks, 1, 1, 100},
};

constexpr std::array kPlotClassFields{
    Field<PlotClassSettings>{"quiet_noise_m2ps3", &PlotClassSettings::quiet_noise_m2ps3, 1, 1e-9F, 1e3F},
    Field<PlotClassSettings>{"manoeuvre_noise_m2ps3", &PlotClassSettings::manoeuvre_noise_m2ps3, 1, 1e-9F, 1e4F},
    Field<PlotClassSettings>{"manoeuvre_share", &PlotClassSettings::manoeuvre_share, 1, 0.001F, 0.999F},
    Field<PlotClassSettings>{"regime_time_s", &PlotClassSettings::regime_time_s, 1, 0.1F, 1e7F},
    Field<PlotClassSettings>{"start_speed_sigma_mps", &PlotClassSettings::start_speed_sigma_mps, 1, 1e-3F, 1e3F},
    Field<PlotClassSettings>{"coast_s", &PlotClassSettings::coast_s, 1, 0.1F, 1e5F},
    Field<PlotClassSettings>{"most_sigma_m", &PlotClassSettings::most_sigma_m, 1, 0.1F, 1e5F},
    Field<PlotClassSettings>{"size_sigma_m", &PlotClassSettings::size_sigma_m, 1, 0.01F, 1e3F},
    Field<PlotClassSettings>{"named_sigma_m", &PlotClassSettings::named_sigma_m, 1, 0.01F, 1e3F},
};

constexpr std::array<std::pair<std::string_view, association::PlotClass>, association::kPlotClasses> kPlotClasses{{
    {"plots_unknown", association::PlotClass::unknown},
    {"plots_vessel", association::PlotClass::vessel},
    {"plots_road_vehicle", association::PlotClass::road_vehicle},
}};

class Reader {
 public:
  explicit Reader(std::string_view name) : name_(name) {}

  Status read(toml::table const& document, Parameters& parameters) const {
    for (auto const& [key, node] : document) {
      auto const* table = node.as_table();
      if (!table) return at(node, fmt::format("'{}' stands outside a section such as [vessel]", key.str()));
      if (Status const read = section(key.str(), *table, parameters); !read) return read;
    }
    parameters.classes[0] = parameters.of(state::Kind::vessel);
    parameters.integrity[0] = parameters.integrity_of(state::Kind::vessel);
    return {};
  }

  Status at(toml::node const& node, std::string const& what) const {
    return Error{fmt::format("{}:{}: {}", name_, node.source().begin.line, what)};
  }

 private:
  Status section(std::string_view name, toml::table const& table, Parameters& parameters) const {
    if (name == "fixes") return fields(table, kFixFields, parameters.fixes);
    if (name == "clocks") return fields(table, kClockFields, parameters.clocks);
    for (auto const& [known, kind] : kClasses)
      if (known == name) return kind_of_thing(table, kind, parameters);
    for (auto const& [known, plot_class] : kPlotClasses)
      if (known == name)
        return fields(table, kPlotClassFields, parameters.plots.classes[static_cast<std::size_t>(plot_class)]);
    if (name == "plots") return plots(table, parameters.plots);
    std::string list = "fixes, clocks, plots, plots_unknown, plots_vessel, plots_road_vehicle";
    for (auto const& known : kClasses)
      list += fmt::format(", {}", known.first);
    return at(table, fmt::format("unknown section [{}]; known: {}", name, list));
  }

  /// Its motion, and in a section of its own its integrity.
  Status kind_of_thing(toml::table const& table, state::Kind kind, Parameters& parameters) const {
    auto const place = static_cast<std::size_t>(kind);
    if (auto const* integrity = table["integrity"].as_table()) {
      Status const read = fields(*integrity, kIntegrityFields, parameters.integrity[place]);
      if (!read) return read;
    }
    return motion(table, parameters.classes[place]);
  }

  Status motion(toml::table const& table, MotionClass& to) const {
    if (Status const read = fields(table, kMotionFields, to, "integrity"); !read) return read;
    float const shares = to.straight_share + to.turning_share + to.standing_share;
    if (shares < 0.999F || shares > 1.001F)
      return at(table,
                fmt::format("straight_share, turning_share and standing_share must add up to 1, not {}", shares));
    return {};
  }

  Status plots(toml::table const& table, PlotSettings& to) const {
    if (Status const read = fields(table, kPlotFields, to); !read) return read;
    if (to.confirm_hits > to.confirm_scans) return at(table, "confirm_hits must not be more than confirm_scans");
    return {};
  }

  template <class Section, std::size_t N>
  Status fields(toml::table const& table, std::array<Field<Section>, N> const& known, Section& to,
                std::string_view subsection = {}) const {
    for (auto const& [key, node] : table) {
      if (key.str() == subsection && node.is_table()) continue;
      Field<Section> const* field = nullptr;
      for (auto const& one : known)
        if (one.name == key.str()) field = &one;
      if (!field) return at(node, fmt::format("unknown setting '{}'; known: {}", key.str(), names(known)));
      auto const value = static_cast<float>(node.template value<double>().value_or(0)); // bounds are floats too
      if (!node.is_number() || !(value >= field->least && value <= field->most))
        return at(node, fmt::format("'{}' must be a number from {} to {}", key.str(), field->least, field->most));
      to.*field->member = value * field->unit;
    }
    return {};
  }

  template <class Fields>
  static std::string names(Fields const& fields) {
    std::string list;
    for (auto const& field : fields)
      list += (list.empty() ? "" : ", ") + std::string(field.name);
    return list;
  }

  std::string_view name_;
};

} // namespace

std::uint64_t Parameters::hash() const {
  Hasher h;
  for (MotionClass const& motion : classes)
    for (auto const& field : kMotionFields)
      h.add(motion.*field.member);
  for (IntegrityLimits const& limits : integrity)
    for (auto const& field : kIntegrityFields)
      h.add(limits.*field.member);
  for (auto const& field : kClockFields)
    h.add(clocks.*field.member);
  for (auto const& field : kFixFields)
    h.add(fixes.*field.member);
  for (auto const& field : kPlotFields)
    h.add(plots.*field.member);
  for (PlotClassSettings const& plot_class : plots.classes)
    for (auto const& field : kPlotClassFields)
      h.add(plot_class.*field.member);
  return h.value();
}

Status parse_parameters(std::string_view text, std::string_view name, Parameters& parameters) {
  try {
    Parameters changed = parameters;
    Status const read = Reader(name).read(toml::parse(text, name), changed);
    if (read) parameters = changed;
    return read;
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}:{}: {}", name, e.source().begin.line, e.description())};
  }
}

Status read_parameters(std::filesystem::path const& file, Parameters& parameters) {
  std::ifstream in(file, std::ios::binary);
  std::string const text(std::istreambuf_iterator<char>(in), {});
  if (!in) return Error{fmt::format("{}: cannot be read; name a file like assets/config/fusion.toml", file.string())};
  return parse_parameters(text, file.string(), parameters);
}

Parameters const& default_parameters() {
  static Parameters const parameters = [] {
    Parameters p;
    [[maybe_unused]] Status const read = parse_parameters(kParametersFile, "fusion.toml", p);
    assert(read.ok());
    return p;
  }();
  return parameters;
}

} // namespace dalian::fusion
