#include "connectors/v2x/link_watch.hpp"

#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

using namespace std::chrono_literals;

struct Air {
  LinkWatch watch;
  Instant now = *parse_utc("2026-11-20T10:00:00Z");
  void hear(std::string const& entity, std::uint8_t count, Duration latency = 20ms, Duration later = 100ms) {
    now += later;
    Vehicle v;
    v.entity = entity;
    v.count = count;
    v.timed = true;
    v.at = now - latency;
    watch.heard(v, now);
  }
  std::uint64_t told(std::string const& name) const {
    Counters details;
    watch.tell(details);
    return details.get(name);
  }
};

TEST(LinkWatch, CountsWhatIsMissingOverTheTurnOfTheCounter) {
  Air air;
  for (std::uint8_t const count : {125, 126, 1, 2, 5}) // 127, 0 and 3, 4 are missing
    air.hear("bsm:A", count);
  EXPECT_EQ(air.told("messages_lost"), 4U);
  EXPECT_EQ(air.told("messages_lost/bsm:A"), 4U);
  air.hear("bsm:A", 5);
  air.hear("bsm:A", 3);
  air.hear("bsm:A", 6);
  EXPECT_EQ(air.told("messages_repeated"), 1U);
  EXPECT_EQ(air.told("messages_out_of_order"), 1U);
  EXPECT_EQ(air.told("messages_lost"), 4U);
}

TEST(LinkWatch, AVehicleThatWasAwayLosesNothing) {
  Air air;
  air.hear("bsm:A", 10);
  air.hear("bsm:A", 50, 20ms, 13s);
  EXPECT_EQ(air.told("messages_lost"), 0U);
  EXPECT_EQ(air.told("vehicles"), 2U); // as far as anybody can say
}

TEST(LinkWatch, LatencyOfEachAndOfAll) {
  Air air;
  for (int i = 0; i < 50; ++i) {
    air.hear("bsm:A", static_cast<std::uint8_t>(i), 10ms, 50ms);
    air.hear("bsm:B", static_cast<std::uint8_t>(i), 300ms, 50ms);
  }
  EXPECT_EQ(air.told("latency_ms/bsm:A"), 10U);
  EXPECT_EQ(air.told("latency_ms/bsm:B"), 300U);
  EXPECT_NEAR(static_cast<double>(air.told("latency_p50_ms")), 10, 1);
  EXPECT_NEAR(static_cast<double>(air.told("latency_p99_ms")), 300, 10); // right to 1/32
  EXPECT_EQ(air.told("latency_worst_ms"), 300U);
}

TEST(LinkWatch, ListsAHundredAtMost) {
  Air air;
  for (int i = 0; i < 300; ++i)
    air.hear("bsm:" + std::to_string(i), 1, 10ms, 1ms);
  Counters details;
  air.watch.tell(details);
  EXPECT_EQ(details.get("vehicles"), 300U);
  std::size_t listed = 0;
  for (auto const& [name, n] : details)
    if (name.starts_with("latency_ms/")) ++listed;
  EXPECT_EQ(listed, LinkWatch::kListed);
}

TEST(LinkWatch, AFloodOfNamesIsBounded) {
  Air air;
  for (std::size_t i = 0; i < LinkWatch::kMostVehicles + 50; ++i)
    air.hear("bsm:" + std::to_string(i), 1, 10ms, 1us);
  EXPECT_EQ(air.told("vehicles"), LinkWatch::kMostVehicles);
  EXPECT_EQ(air.told("reports_unwatched"), 50U);
  air.hear("bsm:new", 1, 10ms, 13s); // the others are forgotten by then
  EXPECT_EQ(air.told("vehicles"), LinkWatch::kMostVehicles + 1);
}

} // namespace
} // namespace dalian::v2x
