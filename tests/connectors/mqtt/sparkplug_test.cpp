// Against the rules of Sparkplug 3.0: births, sequence numbers, aliases, deaths.
#include "connectors/mqtt/sparkplug_reader.hpp"

#include <gtest/gtest.h>

namespace dalian::mqtt {
namespace {

constexpr Instant kArrival = from_unix_ns(1'790'000'000'000'000'000);

sparkplug::Metric metric(std::string const& name, std::uint64_t alias, std::uint32_t datatype) {
  sparkplug::Metric m;
  if (!name.empty()) m.set_name(name);
  m.set_alias(alias);
  if (datatype != 0) m.set_datatype(datatype);
  return m;
}

sparkplug::Payload payload(std::uint64_t seq, std::vector<sparkplug::Metric> const& metrics) {
  sparkplug::Payload p;
  p.set_timestamp(1'789'999'999'000);
  p.set_seq(seq);
  for (auto const& m : metrics)
    *p.add_metrics() = m;
  return p;
}

sparkplug::Payload birth(std::uint64_t bd_seq) {
  auto sequence = metric("bdSeq", 0, 8);
  sequence.set_long_value(bd_seq);
  return payload(0, {sequence});
}

sparkplug::Payload death(std::uint64_t bd_seq) {
  auto p = birth(bd_seq);
  p.clear_seq();
  return p;
}

class Sparkplug : public testing::Test {
 protected:
  std::string_view take(std::string const& topic, sparkplug::Payload const& p, Instant arrival = kArrival) {
    out.clear();
    auto const bytes = p.SerializeAsString();
    return reader.read({topic, bytes, arrival}, out, details);
  }
  void may_ask() {
    auto asking = rule();
    asking.ask_rebirth = true;
    reader = SparkplugReader({asking});
    reader.allow_requests([this](auto const& topic, auto const& bytes) { asked.emplace_back(topic, bytes); });
  }
  /// Node N with device D, whose pressure has alias 5 and whose level, an Int16, alias 6.
  void be_born() {
    EXPECT_EQ(take("spBv1.0/works/NBIRTH/N", birth(3)), "decoded");
    auto pressure = metric("Line/Pressure", 5, 9), level = metric("Level", 6, 2);
    pressure.set_float_value(350);
    level.set_int_value(0xFFFE);
    EXPECT_EQ(take("spBv1.0/works/DBIRTH/N/D", payload(1, {pressure, level})), "decoded");
  }
  sparkplug::Metric pressure(float value) const {
    auto m = metric("", 5, 0);
    m.set_float_value(value);
    return m;
  }
  static SparkplugRule rule() {
    SparkplugRule r;
    r.group = "works";
    r.entity = "spb:{node}/{device}";
    r.values = {{*find_quantity("pressure_kpa"), "Line/Pressure", 1, 0, {}},
                {*find_quantity("level_m"), "Level", 0.1, 0, {}}};
    return r;
  }
  SparkplugReader reader{{rule()}};
  std::vector<wire::Observation> out;
  Counters details;
  std::vector<std::pair<std::string, std::string>> asked; // topic and payload
};

TEST_F(Sparkplug, ABirthGivesNamesAndValues) {
  be_born();
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].entity(), "spb:N/D");
  EXPECT_EQ(out[0].sensor().number(), 350);
  EXPECT_DOUBLE_EQ(out[1].sensor().number(), -0.2); // two's complement of 16 bits in 32
  EXPECT_EQ(out[0].t_obs(), 1'789'999'999'000'000'000U);
}

TEST_F(Sparkplug, DataIsKnownByItsAlias) {
  be_born();
  EXPECT_EQ(take("spBv1.0/works/DDATA/N/D", payload(2, {pressure(360)})), "decoded");
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].sensor().quantity(), "pressure_kpa");
  EXPECT_EQ(out[0].sensor().status(), wire::GOOD);
}

TEST_F(Sparkplug, AfterAGapNothingIsCertainUntilTheNextBirth) {
  be_born();
  EXPECT_EQ(take("spBv1.0/works/DDATA/N/D", payload(4, {pressure(360)})), "decoded");
  EXPECT_EQ(details.get("sequence_gaps"), 1U);
  EXPECT_EQ(out.at(0).sensor().status(), wire::UNCERTAIN);
  be_born();
  EXPECT_EQ(take("spBv1.0/works/DDATA/N/D", payload(2, {pressure(360)})), "decoded");
  EXPECT_EQ(out.at(0).sensor().status(), wire::GOOD);
}

TEST_F(Sparkplug, SequenceNumbersGoRoundAt256) {
  be_born();
  for (unsigned seq = 2; seq < 600; ++seq)
    take("spBv1.0/works/DDATA/N/D", payload(seq % 256, {pressure(1)}));
  EXPECT_EQ(details.get("sequence_gaps"), 0U);
}

TEST_F(Sparkplug, ADeathMakesTheLastValuesBad) {
  be_born();
  EXPECT_EQ(take("spBv1.0/works/NDEATH/N", death(3)), "decoded");
  ASSERT_EQ(out.size(), 2U);
  for (auto const& o : out)
    EXPECT_EQ(o.sensor().status(), wire::BAD);
  EXPECT_EQ(take("spBv1.0/works/DDATA/N/D", payload(2, {pressure(360)})), "no_birth");
}

TEST_F(Sparkplug, AWillOfAnotherBirthIsNoDeath) {
  be_born();
  EXPECT_EQ(take("spBv1.0/works/NDEATH/N", death(2)), "old_death");
  EXPECT_EQ(take("spBv1.0/works/DDATA/N/D", payload(2, {pressure(360)})), "decoded");
}

TEST_F(Sparkplug, AWillThatOvertookItsBirthCounts) {
  be_born();
  EXPECT_EQ(take("spBv1.0/works/NDEATH/N", death(4)), "old_death");
  EXPECT_EQ(take("spBv1.0/works/NBIRTH/N", birth(4)), "decoded");
  EXPECT_EQ(take("spBv1.0/works/NDATA/N", payload(1, {})), "no_birth");
}

TEST_F(Sparkplug, WhatIsNotBornSaysNothing) {
  EXPECT_EQ(take("spBv1.0/works/NDATA/N", payload(1, {pressure(1)})), "no_birth");
  EXPECT_EQ(take("spBv1.0/works/NBIRTH/N", birth(1)), "decoded");
  EXPECT_EQ(take("spBv1.0/works/DDATA/N/D", payload(1, {pressure(1)})), "no_birth");
}

TEST_F(Sparkplug, ANodeIsAskedForABirthWhereTheMapAllowsItAndNotAgainAtOnce) {
  take("spBv1.0/works/DDATA/N/D", payload(7, {pressure(1)}));
  EXPECT_TRUE(asked.empty());
  reader.allow_requests([this](auto const& topic, auto const& bytes) { asked.emplace_back(topic, bytes); });
  take("spBv1.0/works/DDATA/N/D", payload(8, {pressure(1)}));
  EXPECT_TRUE(asked.empty()) << "the rule does not say so";
  may_ask();
  for (unsigned seq = 9; seq < 30; ++seq)
    EXPECT_EQ(take("spBv1.0/works/DDATA/N/D", payload(seq, {pressure(1)})), "no_birth");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].first, "spBv1.0/works/NCMD/N");
  sparkplug::Payload command;
  ASSERT_TRUE(command.ParseFromString(asked[0].second));
  ASSERT_EQ(command.metrics_size(), 1);
  EXPECT_EQ(command.metrics(0).name(), "Node Control/Rebirth");
  EXPECT_TRUE(command.metrics(0).boolean_value());
  take("spBv1.0/works/NDATA/M", payload(3, {}));
  EXPECT_EQ(asked.size(), 2U) << "another node";
  take("spBv1.0/works/DDATA/N/D", payload(30, {pressure(1)}), kArrival + std::chrono::seconds(11));
  EXPECT_EQ(asked.size(), 3U) << "it did not answer";
  EXPECT_EQ(details.get("rebirths_asked"), 3U);
}

TEST_F(Sparkplug, AGapIsAReasonToAskAndABirthEndsIt) {
  may_ask();
  be_born();
  EXPECT_TRUE(asked.empty());
  take("spBv1.0/works/DDATA/N/D", payload(4, {pressure(360)}));
  EXPECT_EQ(asked.size(), 1U);
  be_born();
  take("spBv1.0/works/DDATA/N/D", payload(2, {pressure(360)}), kArrival + std::chrono::seconds(20));
  EXPECT_EQ(asked.size(), 1U);
}

TEST_F(Sparkplug, QualityHistoryAndNullAreHeeded) {
  be_born();
  auto stale = pressure(1), past = pressure(2), null = pressure(3);
  stale.mutable_properties()->add_keys("Quality");
  stale.mutable_properties()->add_values()->set_int_value(500);
  past.set_is_historical(true);
  past.set_timestamp(1'700'000'000'000);
  null.set_is_null(true);
  EXPECT_EQ(take("spBv1.0/works/DDATA/N/D", payload(2, {stale, past, null})), "decoded");
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].sensor().status(), wire::UNCERTAIN);
  EXPECT_EQ(out[1].t_obs(), 1'700'000'000'000'000'000U);
  EXPECT_EQ(details.get("values_historical"), 1U);
}

TEST_F(Sparkplug, OtherMessagesAndBrokenOnesAreCounted) {
  EXPECT_EQ(take("spBv1.0/STATE/host", {}), "other_message");
  EXPECT_EQ(take("spBv1.0/works/NCMD/N", {}), "other_message");
  EXPECT_EQ(take("spBv1.0/elsewhere/NBIRTH/N", birth(1)), "unmapped_topic");
  EXPECT_EQ(reader.read({"spBv1.0/works/NBIRTH/N", "\xFF\xFF", kArrival}, out, details), "malformed");
  EXPECT_EQ(take("spBv1.0/works/NDEATH/N", payload(0, {})), "malformed");
}

} // namespace
} // namespace dalian::mqtt
