#include "connectors/gtfs/decode.hpp"

#include "tests/connectors/gtfs/small_city.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <nlohmann/json.hpp>

namespace dalian::gtfs {
namespace {

using Json = nlohmann::json;

std::string slurp(std::string const& name) {
  char const* const data = std::getenv("DALIAN_TWIN_DATA");
  std::ifstream in(std::string(data != nullptr ? data : "../shared/data") + "/gtfs_rt/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// interline-io/transitland-lib: feeds of Caltrain with what protobuf's own Go library makes of them.
TEST(GtfsDecode, RealFeedsEqualTheirExpectedJson) {
  for (std::string const name : {"ct-vehicle-positions.pb", "ct-trip-updates.pb"}) {
    auto const bytes = slurp(name), expected = slurp(name + ".json");
    if (bytes.empty()) GTEST_SKIP() << "skipped: no data";
    auto const decoded = decode(bytes);
    ASSERT_EQ(decoded.outcome, "decoded") << decoded.reason;
    auto const json = to_json(*decoded.feed);
    EXPECT_EQ(json.find('\n'), std::string::npos);
    EXPECT_EQ(Json::parse(json), Json::parse(expected)) << json;
  }
}

TEST(GtfsDecode, WhatIsNoFeedIsRejectedWithItsReason) {
  EXPECT_EQ(decode("not valid pb data").outcome, "malformed"); // the 17 bytes of transitland's invalid.pb
  auto const headless = decode(std::string_view("\x12\x03\x0a\x01x", 5));
  EXPECT_EQ(headless.outcome, "missing_field");
  EXPECT_NE(headless.reason.find("header"), std::string::npos) << headless.reason;
  EXPECT_EQ(decode("").outcome, "empty");
  EXPECT_EQ(decode("\xff\xff\xff").outcome, "malformed");
  EXPECT_EQ(decode(std::string(kMostFeedBytes + 1, '\0')).outcome, "too_large");
  auto const whole = test::good_feed().SerializeAsString();
  for (std::size_t n = 1; n < whole.size(); ++n) { // cut off anywhere: never a crash
    auto const cut = decode(std::string_view(whole).substr(0, n));
    EXPECT_EQ(cut.feed == nullptr, cut.outcome != "decoded");
  }
}

TEST(GtfsDecode, MorePartsThanAnyCityHasAreRejected) {
  auto feed = test::good_feed();
  for (int i = 0; i < 2000; ++i)
    test::update_of(feed).add_stop_time_update();
  EXPECT_EQ(decode(feed.SerializeAsString()).outcome, "too_many_parts");
  proto::FeedMessage many;
  many.mutable_header()->set_gtfs_realtime_version("2.0");
  for (int i = 0; i < 30'000; ++i)
    many.add_entity()->set_id("");
  EXPECT_EQ(decode(many.SerializeAsString()).outcome, "too_many_parts");
}

} // namespace
} // namespace dalian::gtfs
