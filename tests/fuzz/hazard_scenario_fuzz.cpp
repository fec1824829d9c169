// libFuzzer target: files of a release. What is refused says why; what is taken can be computed, whatever it says.
#include "tests/fuzz/fuzz.hpp"
#include "twin/hazard/scenario.hpp"

#include <cmath>

using namespace dalian;
using namespace dalian::hazard;
using dalian::fuzz::require;

namespace {

Tables const& tables() {
  static Tables const read =
      read_tables(fuzz::write_file("hazard.toml", fuzz::read_source("assets/config/hazard.toml"))).value();
  return read;
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  return {
      "[vessel]\nsubstance = \"chlorine\"\nmass_t = 20\nphase = \"liquefied\"\npressure_bar = 5.8\ntemperature_c = 20\n"
      "at = [121.44, 39.30]\n[release]\nfailure = \"leak\"\nhole_mm = 25\n[weather]\nwind_mps = 2\nclass = "
      "\"F\"\nfrom_deg = 30\n",
      "[vessel]\nsubstance = \"hydrogen\"\nmass_t = 1\nphase = \"gas\"\npressure_bar = 200\n[weather]\nwind_mps = "
      "5\nsolar_w_m2 = 600\n",
      "[vessel]\nsubstance = \"methanol\"\nmass_t = 5000\n[release]\nfailure = \"burst\"\n[weather]\nwind_mps = "
      "0\nnight = \"clear\"\n"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const scenario = parse_scenario(fuzz::text(data, size), "release.toml", tables());
  if (!scenario) {
    require(!scenario.error().empty());
    return 0;
  }
  for (Failure const failure : {Failure::burst, Failure::ten_minutes, Failure::leak}) {
    Release const release = release_of(scenario->storage, failure, scenario->weather, tables());
    require(std::isfinite(release.air_kg) && release.air_kg <= scenario->storage.mass_kg * (1 + 1e-9));
    for (Outcome const& o : outcomes(scenario->storage, release, scenario->weather, tables())) {
      require(std::isfinite(o.reach_m) && o.reach_m >= 0);
      require(std::isfinite(o.sheltered.farthest_m()));
      double const dying = o.share_dying({o.reach_m / 2, 0});
      require(dying >= 0 && dying <= 1);
    }
  }
  return 0;
}
