// The meters as twinfeed modbus sees them, over real sockets: its decoder and ours share nothing.
#include "connectors/common/descriptor.hpp"
#include "connectors/modbus/feed.hpp"
#include "connectors/utilities/meter_gateways.hpp"
#include "connectors/utilities/meter_registers.hpp"
#include "tests/connectors/utilities/made_city.hpp"
#include "tests/support/temp_folder.hpp"

#include <arpa/inet.h>
#include <fstream>
#include <map>
#include <netinet/in.h>
#include <set>
#include <sys/socket.h>

namespace dalian::utilities {
namespace {

using dalian::test::TempFolder;

struct ListSink final : connectors::ObservationSink {
  std::vector<wire::Observation> all;
  void publish(wire::Observation o) override { all.push_back(std::move(o)); }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
};

using Told = std::map<std::pair<std::string, std::string>, double>; // entity, quantity

/// One round of all meters.
Told ask(MeterGateways const& gateways, connectors::FeedCounts& counts) {
  TempFolder const folder;
  auto const file = folder.path() / "map.toml";
  std::ofstream(file) << gateways.map(10);
  auto devices = modbus::read_map(file);
  EXPECT_TRUE(devices) << devices.error();
  ListSink sink;
  modbus::Feed feed(std::move(*devices), 1, {&sink, nullptr});
  while (feed.step(std::chrono::milliseconds(100))) {
  }
  counts = feed.counts();
  Told told;
  for (auto const& o : sink.all)
    if (o.has_sensor()) told[{o.entity(), o.sensor().quantity()}] = o.sensor().number();
  return told;
}

class MetersOverModbus : public testing::Test {
 protected:
  explicit MetersOverModbus(double chance = 0) {
    auto in = test::inputs();
    in.plan.faults.chance = chance;
    auto const t = test::instant("2026-01-15T08:30:00+08:00");
    city_.emplace(std::move(in), t);
    city_->advance(t);
    gateways_.emplace(MeterGateways::open(*city_, "127.0.0.1", 0).value());
  }
  std::optional<City> city_;
  std::optional<MeterGateways> gateways_;
};

TEST_F(MetersOverModbus, EveryValueOfEveryMeterArrivesAsItIsAndNothingIsRejected) {
  connectors::FeedCounts counts;
  auto const told = ask(*gateways_, counts);
  auto const& meters = city_->meters().meters();
  EXPECT_GE(meters.size(), 500U);
  EXPECT_EQ(counts.outcomes.get("decoded"), counts.inputs());
  EXPECT_EQ(counts.details.get("values"), 3 * meters.size());
  EXPECT_EQ(told.size(), 3 * meters.size());
  for (std::size_t i = 0; i < meters.size(); ++i) {
    auto const shown = city_->reading(i).value();
    for (auto const& field : register_fields(meters[i].medium)) {
      double const value = shown.*field.value;
      double const off = field.type[0] == 'f' ? 1e-6 * std::abs(value) : field.scale / 2 + 1e-9;
      EXPECT_NEAR((told.at({meters[i].entity, std::string(field.quantity)})), value, off) << meters[i].entity;
    }
  }
}

/// From the readings alone: what the heads give is what the meters take and the losses of the network.
TEST_F(MetersOverModbus, TheBalanceOfEachNetworkHoldsWithinTheClassOfTheMeters) {
  connectors::FeedCounts counts;
  auto const told = ask(*gateways_, counts);
  auto const in = test::inputs();
  std::map<std::pair<std::string, Medium>, double> taken, given;
  for (auto const& m : city_->meters().meters())
    (m.head ? given : taken)[{m.zone, m.medium}] +=
        told.at({m.entity, std::string(register_fields(m.medium)[0].quantity)});
  for (auto const& [where, rate] : given) {
    double const loss = in.plan.meters.media[static_cast<std::size_t>(where.second)].loss;
    EXPECT_NEAR(rate * (1 - loss), taken[where], 0.02 * rate) << where.first << " " << name(where.second);
  }
}

class FaultyMeters : public MetersOverModbus {
 protected:
  FaultyMeters() : MetersOverModbus(1) {} // every meter, some time of the day
};

TEST_F(FaultyMeters, AMeterThatIsOfflineIsAnsweredForByItsGateway) {
  connectors::FeedCounts counts;
  auto const told = ask(*gateways_, counts);
  std::size_t silent = 0;
  auto const& meters = city_->meters().meters();
  for (std::size_t i = 0; i < meters.size(); ++i) {
    if (city_->reading(i)) continue;
    ++silent;
    EXPECT_FALSE(told.contains({meters[i].entity, std::string(register_fields(meters[i].medium)[0].quantity)}));
  }
  EXPECT_GT(silent, 0U);
  EXPECT_EQ(counts.outcomes.get("exception_11"), silent);
  EXPECT_EQ(counts.outcomes.get("exception_11") + counts.outcomes.get("decoded"), counts.inputs());
}

TEST_F(FaultyMeters, EachKindOfFaultDoesWhatItSays) {
  auto const& meters = city_->meters().meters();
  std::map<FaultKind, int> seen;
  for (std::size_t i = 0; i < meters.size(); ++i) {
    auto const fault = city_->fault(i);
    ASSERT_EQ(fault.has_value(), !meters[i].head);
    if (!fault || meters[i].medium != Medium::power || seen[fault->kind]++ >= 3) continue;
    auto in = test::inputs();
    in.plan.faults.chance = 1;
    City city(std::move(in), fault->from);
    std::vector<double> ratio, shown;
    int unanswered = 0;
    for (int look = 1; look < 60; ++look) {
      city.advance(fault->from + std::chrono::seconds(20 * look));
      auto const reading = city.reading(i);
      if (!reading) {
        ++unanswered;
        continue;
      }
      shown.push_back(reading->rate);
      ratio.push_back(reading->rate / city.truth(i).rate);
    }
    if (fault->kind == FaultKind::offline) {
      EXPECT_EQ(unanswered, 59);
    }
    if (fault->kind == FaultKind::stuck) {
      EXPECT_EQ(std::set<double>(shown.begin(), shown.end()).size(), 1U);
    }
    if (fault->kind == FaultKind::wrong_scale) {
      for (double const r : ratio)
        EXPECT_NEAR(r, 10, 0.1);
    }
    if (fault->kind == FaultKind::spike) {
      auto const spikes = std::ranges::count_if(ratio, [](double r) { return r > 20; });
      EXPECT_GT(spikes, 0);
      EXPECT_LT(spikes, 30);
    }
  }
  EXPECT_EQ(seen.size(), 4U);
}

/// Bytes of MODBUS Application Protocol V1.1b3, 6.12: write one register; answered by exception 2, illegal address.
TEST_F(MetersOverModbus, NothingCanBeWritten) {
  connectors::Descriptor const connection(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(gateways_->port(0));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::connect(connection.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  std::uint8_t const request[] = {0, 1, 0, 0, 0, 6, 1, 6, 0, 0, 0, 9};
  ASSERT_EQ(::send(connection.get(), request, sizeof request, 0), static_cast<ssize_t>(sizeof request));
  std::uint8_t answer[16] = {};
  ASSERT_EQ(::recv(connection.get(), answer, sizeof answer, 0), 9);
  EXPECT_EQ(answer[7], 0x86);
  EXPECT_EQ(answer[8], 2);
}

TEST(MeterRegisters, WhatIsBeyondANumberIsItsLastOne) {
  auto const water = write_registers(Medium::water, {1e12, 1e30, 1e12}); // i32 in words cdab, u64 alike, u16
  EXPECT_EQ(water[1], 0x7FFF);
  EXPECT_EQ(water[0], 0xFFFF);
  EXPECT_EQ(water[5], 0xFFFF);
  EXPECT_EQ(water[6], 0xFFFF);
  EXPECT_EQ(write_registers(Medium::water, {0, 0, -5})[6], 0);
  auto const heat = write_registers(Medium::heat, {0, 0, -12.3}); // i16 in tenths
  EXPECT_EQ(static_cast<std::int16_t>(heat[6]), -123);
}

} // namespace
} // namespace dalian::utilities
