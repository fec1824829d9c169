#include "twin/fusion/parameters.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <numbers>

namespace dalian::fusion {
namespace {

std::string error_of(std::string_view text) {
  Parameters parameters = default_parameters();
  Status const read = parse_parameters(text, "my.toml", parameters);
  EXPECT_EQ(parameters.hash(), default_parameters().hash()) << "a file with an error changes nothing";
  return read ? "" : read.error();
}

TEST(Parameters, TheDocumentedFileIsWhatIsBuiltInAndLeavesNothingOut) {
  Parameters from_file; // all zero: bounds above zero would show what is missing
  auto const file = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/config/fusion.toml";
  auto const read = read_parameters(file, from_file);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(from_file.hash(), default_parameters().hash());
  for (MotionClass const& motion : from_file.classes) {
    EXPECT_GT(motion.regime_time_s, 0);
    EXPECT_GT(motion.reported_turn_rate_sigma_radps, 0);
    EXPECT_GT(motion.end_after_s, 0);
    EXPECT_NEAR(motion.straight_share + motion.turning_share + motion.standing_share, 1, 1e-6);
  }
}

TEST(Parameters, AFileChangesWhatItNames) {
  Parameters parameters = default_parameters();
  ASSERT_TRUE(parse_parameters("[vessel]\nmost_turn_rate_dps = 6\n", "my.toml", parameters));
  EXPECT_NEAR(parameters.of(state::Kind::vessel).most_turn_rate_radps, 6 * std::numbers::pi / 180, 1e-6);
  EXPECT_NEAR(parameters.of(state::Kind::unspecified).most_turn_rate_radps, 6 * std::numbers::pi / 180, 1e-6);
  EXPECT_EQ(parameters.of(state::Kind::vessel).gap_s, default_parameters().of(state::Kind::vessel).gap_s);
  EXPECT_NE(parameters.hash(), default_parameters().hash());
  EXPECT_TRUE(parse_parameters("[vessel]\nmost_speed_mps = 0.1\n", "my.toml", parameters)) << "the bound itself";
}

TEST(Parameters, ThingsWithoutNamesHaveSectionsOfTheirOwn) {
  Parameters parameters = default_parameters();
  ASSERT_TRUE(parse_parameters("[plots]\nend_misses = 7\n[plots_vessel]\ncoast_s = 90\n", "my.toml", parameters));
  EXPECT_EQ(tracker_parameters(parameters.plots).end_misses, 7);
  EXPECT_EQ(tracker_parameters(parameters.plots).of(association::PlotClass::vessel).coast_s, 90);
  EXPECT_NE(parameters.hash(), default_parameters().hash());
  EXPECT_EQ(error_of("[plots]\nconfirm_hits = 6\n"), "my.toml:1: confirm_hits must not be more than confirm_scans");
}

TEST(Parameters, ErrorsNameFileLineAndRemedy) {
  EXPECT_EQ(error_of("[vessel]\nend_after_s = 60\ngap_s = \"long\"\n"),
            "my.toml:3: 'gap_s' must be a number from 1 to 1000000");
  EXPECT_EQ(error_of("[vessel]\n\ngap_s = 0\n"), "my.toml:3: 'gap_s' must be a number from 1 to 1000000");
  EXPECT_EQ(error_of("[vessel]\ngap_s = nan\n"), "my.toml:2: 'gap_s' must be a number from 1 to 1000000");
  EXPECT_EQ(error_of("[ship]\ngap_s = 1\n"),
            "my.toml:1: unknown section [ship]; known: fixes, clocks, plots, plots_unknown, plots_vessel, "
            "plots_road_vehicle, vessel, road_vehicle, aid_to_navigation, base_station, aircraft, sensor");
  EXPECT_EQ(error_of("[fixes]\njump = 1\n"),
            "my.toml:2: unknown setting 'jump'; known: least_sigma_m, most_sigma_m, jump_sigmas, outranked_for_s, "
            "stands_below_mps, future_limit_s");
  EXPECT_EQ(error_of("gap_s = 1\n"), "my.toml:1: 'gap_s' stands outside a section such as [vessel]");
  EXPECT_EQ(error_of("[vessel]\nstanding_share = 0.5\n"),
            "my.toml:1: straight_share, turning_share and standing_share must add up to 1, not 1.3");
  EXPECT_EQ(error_of("[vessel.integrity]\nfrozen_s = -1\n"),
            "my.toml:2: 'frozen_s' must be a number from 0.1 to 1000000");
  EXPECT_NE(error_of("[fixes.integrity]\nfrozen_s = 1\n"), "");
  EXPECT_NE(error_of("[vessel\n").find("my.toml:1: "), std::string::npos);
  Parameters parameters;
  EXPECT_EQ(read_parameters("/nowhere/f.toml", parameters).error(),
            "/nowhere/f.toml: cannot be read; name a file like assets/config/fusion.toml");
}

} // namespace
} // namespace dalian::fusion
