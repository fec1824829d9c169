#include "twin/whatif/energy_factors.hpp"

#include "tests/whatif/engines.hpp"

#include <fstream>
#include <sstream>

namespace dalian::whatif {
namespace {

using namespace testing;

/// The shipped table with one text in place of another.
std::string error_with(std::string const& from, std::string const& to) {
  std::ifstream in(assets_source() / "config/energy.toml");
  std::ostringstream text;
  text << in.rdbuf();
  std::string changed = text.str();
  auto const at = changed.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  changed.replace(at, from.size(), to);
  auto const file = std::filesystem::path(::testing::TempDir()) / "energy_changed.toml";
  std::ofstream(file) << changed;
  auto const read = read_energy_factors(file);
  return read ? "" : read.error();
}

TEST(EnergyFactors, EveryFigureSaysWhereItIsFromAndWhen) {
  auto const factors = energy_factors();
  for (auto const& [name, figure] : factors->figures) {
    EXPECT_FALSE(figure.source.empty() || figure.unit.empty() || figure.confidence.empty()) << name;
    EXPECT_GT(figure.year, 1900) << name;
  }
  EXPECT_EQ(factors->days.size(), 12u);
}

TEST(EnergyFactors, TheLowEndIsThatOfLeastEnergy) {
  auto const f = energy_factors();
  EXPECT_LT(f->at("grid_factor", End::low), f->at("grid_factor", End::high));
  EXPECT_GT(f->at("sun_yield", End::low), f->at("sun_yield", End::high)) << "more sun, less bought";
  EXPECT_EQ(f->at("sun_yield", End::value), 1380);
}

TEST(EnergyFactors, FaultsNameLineFieldAndRemedy) {
  EXPECT_NE(error_with("low = 0.4878", "low = nan").find("'low' is nan; it must be within"), std::string::npos);
  EXPECT_NE(error_with("name = \"steam_use\"", "name = \"steam\"").find("'steam_use' is missing; add it"),
            std::string::npos);
  EXPECT_NE(error_with("days = 28", "days = 20").find("is for 357 days; together they must make a year"),
            std::string::npos);
  EXPECT_NE(error_with("sun = 7.5", "sun = 17.5").find("has 110.0 % of 'sun'"), std::string::npos);
  EXPECT_NE(error_with("hours = [0.5, ", "hours = [").find("holds 23 numbers"), std::string::npos);
  EXPECT_NE(error_with("[\"dwelling\"]", "[\"office\"]").find("'office' has a shape already"), std::string::npos);
}

} // namespace
} // namespace dalian::whatif
