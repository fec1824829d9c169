#pragma once
// What land of each use holds and asks for: assets/config/programme.toml. Every figure is a range with unit, source and
// how sure it is.
#include "twin/base/result.hpp"
#include "twin/plan/content_hash.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dalian::whatif {

/// A figure and how far it may be off, low ≤ value ≤ high; none is negative.
struct Range {
  double low = 0, value = 0, high = 0;
  bool operator==(Range const&) const = default;
};
inline Range operator+(Range a, Range b) {
  return {a.low + b.low, a.value + b.value, a.high + b.high};
}
inline Range operator*(Range a, Range b) {
  return {a.low * b.low, a.value * b.value, a.high * b.high};
}
inline Range operator/(Range a, Range b) {
  return {a.low / b.high, a.value / b.value, a.high / b.low};
}
inline Range operator*(double factor, Range a) {
  return {factor * a.low, factor * a.value, factor * a.high};
}
inline Range exactly(double value) {
  return {value, value, value};
}

struct LandUse {
  std::string id, code, group, sector; // code of GB 50137-2011; sector "" = none of the plan's two
  double far = 0;                      // floor area ratio where a parcel gives none
  std::vector<std::string> provides;   // school, clinic, shop, park
};

struct Coefficient {
  std::string unit, source, confidence;
  int year = 0;                                       // of the figure; 0 = not said
  std::map<std::string, Range, std::less<>> by_group; // a group that is not there has none of it
  Range of(std::string_view group) const {
    auto const it = by_group.find(group);
    return it == by_group.end() ? Range{} : it->second;
  }
  /// "GB …; recollected".
  std::string cited() const { return source + " (" + confidence + ")"; }
};

struct Target {
  std::string sector, source;
  double output_bn_cny = 0;
};
struct Quota {
  std::string zone, source;
  double construction_km2 = 0;
};
struct StructureShare {
  std::string codes; // first letters
  double low = 0, high = 0;
};

struct Programme {
  std::map<std::string, LandUse, std::less<>> uses;
  std::map<std::string, Coefficient, std::less<>> coefficients;
  std::map<std::string, Coefficient, std::less<>> figures; // under group ""
  std::vector<Target> targets;
  std::vector<Quota> quotas;
  std::vector<StructureShare> structure;
  plan::ContentHash hash; // of the file's bytes

  LandUse const* use(std::string_view id) const {
    auto const it = uses.find(id);
    return it == uses.end() ? nullptr : &it->second;
  }
  /// Of a name that read_programme() made sure of.
  Coefficient const& coefficient(std::string_view name) const { return coefficients.find(name)->second; }
  Range figure(std::string_view name) const { return figures.find(name)->second.of(""); }
};

/// The error names file, line, field and remedy; every coefficient and figure that the engines use is there.
Result<Programme> read_programme(std::filesystem::path const& file);

} // namespace dalian::whatif
