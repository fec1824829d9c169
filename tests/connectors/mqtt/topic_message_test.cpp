#include "connectors/mqtt/topic_message.hpp"

#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::mqtt {
namespace {

using testing::HasSubstr;

Result<QuantityMap> read(std::string const& text) {
  test::TempFolder const folder;
  auto const file = folder.path() / "map.toml";
  std::ofstream(file) << text;
  return read_map(file);
}

std::string error(std::string const& text) {
  auto const map = read(text);
  return map ? "no error" : map.error();
}

constexpr char kMeters[] = R"([[topic]]
filter = "park/+/meter/+"
entity = "meter:{1}-{2}"
time = "/ts"
time_form = "unix_ms"
lon = "/at/0"
lat = "/at/1"
[[topic.value]]
quantity = "power_kw"
at = "/power/active"
scale = 0.001
[[topic.value]]
quantity = "valve_open"
at = "/valve"
words = { open = 1, shut = 0 }
[[topic]]
filter = "plain/+"
entity = "therm:{1}"
plain = true
[[topic.value]]
quantity = "temperature_c"
at = ""
)";

class TopicMessages : public testing::Test {
 protected:
  std::string_view take(std::string_view topic, std::string_view payload) {
    out.clear();
    return reader.read({topic, payload, kArrival}, out, details);
  }
  static constexpr Instant kArrival = from_unix_ns(1'790'000'000'000'000'000);
  TopicReader reader{read(kMeters).value().topics, Crs::wgs84};
  std::vector<wire::Observation> out;
  Counters details;
};

TEST_F(TopicMessages, TellValuesWithTheirTimeAndPlace) {
  EXPECT_EQ(
      take("park/njip/meter/7", R"({"ts":1789999999500,"at":[121.8,39.0],"power":{"active":12500},"valve":"open"})"),
      "decoded");
  ASSERT_EQ(out.size(), 3U);
  EXPECT_EQ(out[0].fix().lon_deg(), 121.8);
  EXPECT_EQ(out[1].entity(), "meter:njip-7");
  EXPECT_EQ(out[1].t_obs(), 1'789'999'999'500'000'000U);
  EXPECT_EQ(out[1].sensor().number(), 12.5);
  EXPECT_EQ(out[2].sensor().number(), 1);
  EXPECT_EQ(take("plain/hall", "23.5"), "decoded");
  EXPECT_EQ(out.at(0).sensor().number(), 23.5);
  EXPECT_EQ(out.at(0).t_obs(), static_cast<std::uint64_t>(to_unix_ns(kArrival)));
}

// Reference: cs2cs, as in the test of NGSI locations.
TEST_F(TopicMessages, PlacesMayBeInMetresOfAnEpsgSystem) {
  reader = TopicReader{read(kMeters).value().topics, parse_crs("epsg:4550").value()};
  EXPECT_EQ(take("park/njip/meter/7",
                 R"({"ts":1789999999500,"at":[401314.0826,4324673.3381],"power":{"active":12500},"valve":"open"})"),
            "decoded");
  ASSERT_EQ(out.size(), 3U);
  EXPECT_NEAR(out[0].fix().lon_deg(), 121.86, 1e-8);
  EXPECT_NEAR(out[0].fix().lat_deg(), 39.05, 1e-8);
}

TEST_F(TopicMessages, CountWhatIsMissingOrImpossible) {
  EXPECT_EQ(take("park/njip/meter/7", R"({"ts":1789999999500,"power":{"active":null},"valve":"ajar"})"), "decoded");
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(details.get("values_missing"), 1U);
  EXPECT_EQ(details.get("values_impossible"), 1U);
  EXPECT_EQ(take("plain/hall", "-500"), "decoded"); // below absolute zero
  EXPECT_EQ(details.get("values_impossible"), 2U);
}

TEST_F(TopicMessages, AreRejectedByReason) {
  EXPECT_EQ(take("elsewhere", "{}"), "unmapped_topic");
  EXPECT_EQ(take("park/njip/meter/7", "{"), "bad_json");
  EXPECT_EQ(take("park/njip/meter/7", std::string(40, '[') + std::string(40, ']')), "too_deep");
  EXPECT_EQ(take("park/njip/meter/7", R"({"power":{"active":1}})"), "bad_time");
  EXPECT_EQ(take("park/njip/meter/7", R"({"ts":"noon","power":{"active":1}})"), "bad_time");
  EXPECT_EQ(take("park/njip/meter/7", R"({"ts":"2226-09-26T08:00:00Z","power":{"active":1}})"), "bad_time");
}

TEST(QuantityMap, SaysWhereAndWhatIsWrong) {
  std::string const value = "[[topic.value]]\nquantity = \"power_kw\"\nat = \"/p\"\n";
  std::string const topic = "[[topic]]\nfilter = \"a/+\"\nentity = \"m:{1}\"\n";
  EXPECT_EQ(error(topic + value), "no error");
  EXPECT_THAT(error(""), HasSubstr("at least one [[topic]] or [[sparkplug]]"));
  EXPECT_THAT(error(topic), HasSubstr("at least one value"));
  EXPECT_THAT(error("[[topic]]\nfilter = \"a/b#\"\nentity = \"m\"\n" + value), HasSubstr("is no topic filter"));
  EXPECT_THAT(error("[[topic]]\nfilter = \"a/b\"\nentity = \"m:{1}\"\n" + value), HasSubstr("as many wildcards"));
  EXPECT_THAT(error(topic + "[[topic.value]]\nquantity = \"power_kw\"\nat = \"p\"\n"),
              HasSubstr("write a JSON pointer"));
  EXPECT_THAT(error(topic + "[[topic.value]]\nquantity = \"power\"\nat = \"/p\"\n"), HasSubstr("--quantities"));
  EXPECT_THAT(error(topic + "lon = \"/x\"\n" + value), HasSubstr("needs the other"));
}

} // namespace
} // namespace dalian::mqtt
