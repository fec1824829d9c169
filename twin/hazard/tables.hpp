#pragma once
// assets/config/hazard.toml: substances, how often vessels fail, ignition, weather, limits; each with its source.
#include "twin/base/result.hpp"
#include "twin/hazard/dispersion.hpp"
#include "twin/hazard/explosion.hpp"
#include "twin/hazard/harm.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dalian::hazard {

/// SI units.
struct Substance {
  std::string id, source, confidence;
  double molar_mass_kg = 0, boiling_K = 0, liquid_density = 0, latent_J_kg = 0, liquid_heat_J_kgK = 0, heat_ratio = 0;
  double vapour_pressure_Pa = 0;           // at 20 °C
  double combustion_J_kg = 0;              // 0 = does not burn
  double lower_limit = 0, upper_limit = 0; // flammable, shares by volume
  Reactivity reactivity = Reactivity::medium;
  std::array<double, 3> aegl_ppm{};    // of 60 min; −1 = none
  std::array<double, 3> aegl_10_ppm{}; // of 10 min; those of 60 where the table has none
  std::optional<ToxicProbit> probit;   //
  bool burns() const { return combustion_J_kg > 0; }
  bool has_aegl() const { return aegl_ppm[1] > 0; }
};

struct VesselRates {
  double burst = 0, ten_minutes = 0, leak = 0, hole_mm = 0; // 1/a
};

struct Ignition {
  std::array<double, 3> average_rate{}, low_rate{}, average_mass{}, low_mass{};
  double liquid = 0, delayed = 0, explodes = 0;
};

struct Exposure {
  double toxic_min = 30, outflow_min = 30, heat_s = 20;
  double indoors_day = 0, indoors_night = 0, indoors_toxic = 0; // shares of people; of the outdoor lethality
  double air_changes_per_h = 1;                                 // of houses with windows shut
  double clothed = 1, blast_indoors = 0; // of the lethality of heat; share that dies in buildings from 10 to 30 kPa
  double congested_share = 0;
  double bund_m = 1; // height of the walls about tanks of liquid
  Congestion congestion = Congestion::medium;
};

struct Weather {
  Stability stability = Stability::d;
  double wind_10m_mps = 0, share = 0;
};

struct RiskLimit {
  std::string name;
  double new_per_a = 0, in_service_per_a = 0;
  std::vector<std::string> uses;
};

/// Uses whose people are indoors less, or more, than elsewhere.
struct Shelter {
  std::vector<std::string> uses;
  double indoors_day = 0, indoors_night = 0; // shares
};

struct Tables {
  std::map<std::string, Substance, std::less<>> substances;
  VesselRates pressurised, atmospheric;
  Ignition ignition;
  Exposure exposure;
  std::vector<Weather> weather;  // shares add up to 1
  std::array<double, 16> rose{}; // by where the wind comes from, north first, clockwise; adds up to 1
  std::vector<RiskLimit> limits;
  std::vector<Shelter> shelters;
  std::array<double, 24> residents_present{}, jobs_present{};

  /// "carbon monoxide" is "carbon_monoxide".
  Substance const* substance(std::string_view id) const;
};

/// The error names file, line, field and remedy.
Result<Tables> read_tables(std::filesystem::path const& file);

} // namespace dalian::hazard
