#include "connectors/synth/ais_traffic.hpp"

#include "tests/connectors/synth/test_plan.hpp"

#include <map>

namespace dalian::synth {
namespace {

using namespace std::chrono_literals;

Instant const kStart = from_unix_ns(1'790'412'000'250'000'000);

AisTraffic traffic(Instant start = kStart) {
  auto fleet = make_fleet(project_plan(), 1);
  EXPECT_TRUE(fleet) << fleet.error();
  return {std::move(fleet).value(), project_plan().aids, 1, start};
}

/// Message type and MMSI of the first sentence: characters 1 and 2…7 of its payload.
std::pair<int, std::uint32_t> type_and_mmsi(std::string const& nmea) {
  std::size_t at = nmea.find('!');
  for (int comma = 0; comma < 5; ++comma)
    at = nmea.find(',', at) + 1;
  std::uint64_t bits = 0;
  for (std::size_t k = 0; k < 7; ++k) {
    int v = nmea[at + k] - 48;
    if (v > 40) v -= 8;
    bits = bits << 6 | static_cast<std::uint64_t>(v);
  }
  return {static_cast<int>(bits >> 36), static_cast<std::uint32_t>(bits >> 4 & 0x3fffffff)};
}

// ITU-R M.1371-5, Annex 1, tables 1 and 2, row by row.
TEST(ReportingInterval, ClassA) {
  EXPECT_EQ(class_a_interval(NavStatus::at_anchor, 0.1, false), 3min);
  EXPECT_EQ(class_a_interval(NavStatus::moored, 3.5, false), 10s);
  EXPECT_EQ(class_a_interval(NavStatus::under_way, 0, false), 10s);
  EXPECT_EQ(class_a_interval(NavStatus::under_way, 14, false), 10s);
  EXPECT_EQ(class_a_interval(NavStatus::under_way, 12, true), 3333ms);
  EXPECT_EQ(class_a_interval(NavStatus::under_way, 18, false), 6s);
  EXPECT_EQ(class_a_interval(NavStatus::under_way, 18, true), 2s);
  EXPECT_EQ(class_a_interval(NavStatus::under_way, 25, false), 2s);
}

TEST(ReportingInterval, ClassB) {
  EXPECT_EQ(class_b_interval(1.9), 3min);
  EXPECT_EQ(class_b_interval(5), 30s);
}

TEST(AisTraffic, EverybodyIsHeardWithinThreeSecondsAndKnownWithinTen) {
  auto stream = traffic();
  std::map<std::uint32_t, Instant> first_position, known;
  std::map<std::uint32_t, bool> part_a;
  while (stream.next_time() <= kStart + 10s) {
    auto const said = stream.next();
    auto const [type, mmsi] = type_and_mmsi(said.nmea);
    if (type == 24) {
      if (part_a[mmsi]) known.try_emplace(mmsi, said.at);
      part_a[mmsi] = true;
    } else {
      (type == 5 ? known : first_position).try_emplace(mmsi, said.at);
    }
  }
  for (auto const& v : stream.fleet()) {
    ASSERT_TRUE(first_position.contains(v.mmsi)) << v.id;
    EXPECT_LE(first_position[v.mmsi], kStart + 3s) << v.id;
    EXPECT_TRUE(known.contains(v.mmsi)) << v.id;
  }
  for (auto const& aid : project_plan().aids)
    EXPECT_LE(first_position[aid.mmsi], kStart + 3s) << aid.name;
}

TEST(AisTraffic, SpeaksAtTheIntervalsOfTheStandard) {
  auto stream = traffic();
  std::map<std::uint32_t, Instant> last;
  std::map<std::uint32_t, int> statics;
  std::map<std::uint32_t, Vessel const*> vessels;
  for (auto const& v : stream.fleet())
    vessels[v.mmsi] = &v;
  auto before = kStart;
  while (stream.next_time() <= kStart + 15min) {
    auto const said = stream.next();
    ASSERT_GE(said.at, before); // in the order of time
    before = said.at;
    auto const [type, mmsi] = type_and_mmsi(said.nmea);
    auto const vessel = vessels.find(mmsi);
    if (vessel == vessels.end()) continue; // aids and base stations
    if (type == 5 || type == 24) {
      ++statics[mmsi];
      continue;
    }
    if (auto const then = last.find(mmsi); then != last.end()) {
      auto const waited = said.at - then->second;
      auto const& v = *vessel->second;
      if (v.call) {
        EXPECT_TRUE(waited == 3min || waited == 10s || waited == 6s || waited == 2s || waited == 3333ms) << v.id;
      } else if (!v.timetable) {
        EXPECT_EQ(waited, 3min) << v.id;
      } else if (v.class_b) {
        EXPECT_TRUE(waited == 30s || waited == 3min) << v.id;
      } else {
        EXPECT_TRUE(waited == 10s || waited == 6s || waited == 2s || waited == 3333ms) << v.id;
      }
    }
    last[mmsi] = said.at;
  }
  for (auto const& v : stream.fleet())
    EXPECT_EQ(statics[v.mmsi], v.class_b ? 6 : 3) << v.id; // at 0, 6 and 12 minutes
}

TEST(AisTraffic, SaysTheSameAgain) {
  auto a = traffic(), b = traffic();
  for (int i = 0; i < 5000; ++i) {
    auto const x = a.next(), y = b.next();
    ASSERT_EQ(x.at, y.at);
    ASSERT_EQ(x.nmea, y.nmea);
  }
}

} // namespace
} // namespace dalian::synth
