// Steps of FCD output as observations: when, where and what.
#include "connectors/sumo/fcd_feed.hpp"
#include "twin/wire/codec.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::sumo {
namespace {

using namespace std::chrono_literals;

Instant const kNow = *parse_utc("2026-11-27T08:00:00Z");

/// Documents, a piece at a time.
class ListSource final : public ByteSource {
 public:
  explicit ListSource(std::vector<std::string> documents) : documents_(std::move(documents)) {}
  Next next(std::string_view& bytes, std::chrono::milliseconds) override {
    if (at_ == documents_.size()) return Next::ended;
    if (given_) return given_ = false, ++at_, Next::document_end;
    given_ = true;
    bytes = documents_[at_];
    return Next::bytes;
  }
  void skip_document() override { given_ = false, ++at_; }
  std::string describe() const override { return "list"; }

 private:
  std::vector<std::string> documents_;
  std::size_t at_ = 0;
  bool given_ = false;
};

struct ListSink final : connectors::ObservationSink {
  void publish(wire::Observation o) override {
    EXPECT_EQ(wire::check(o), "");
    all.push_back(std::move(o));
  }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
  std::vector<wire::Observation> all;
};

std::string document(std::initializer_list<double> times, std::string const& rows) {
  std::string text = "<fcd-export>";
  for (double const t : times)
    text += "<timestep time=\"" + std::to_string(t) + "\">" + rows + "</timestep>";
  return text + "</fcd-export>";
}

std::string const kBus = R"(<vehicle id="b1" x="123" y="39" angle="90" type="line1" speed="10"/>)";

struct Played {
  ListSink sink;
  std::ostringstream json;
  std::vector<std::string> notes;
  connectors::FeedCounts counts;
};

/// Everything, with a clock that goes on by `tick` a turn.
void play(Played& out, std::vector<std::string> documents, FeedOptions options, Duration tick = 100ms) {
  ManualClock clock(kNow);
  options.note = [&](std::string const& text) { out.notes.push_back(text); };
  FcdFeed feed(std::make_unique<ListSource>(std::move(documents)), NetFrame::degrees(), options, {&out.sink, &out.json},
               clock);
  while (feed.step(0ms))
    clock.set(clock.now() + tick);
  out.counts = feed.counts();
}

double seconds_after(wire::Observation const& o, Instant t) {
  return to_seconds(from_unix_ns(static_cast<std::int64_t>(o.t_obs())) - t);
}

TEST(FcdFeed, AStepIsToldWhenItIsDueAndTheFirstIsNow) {
  Played played;
  play(played, {document({100, 101, 103.5}, kBus)}, {});
  ASSERT_EQ(played.sink.all.size(), 3U);
  double const first = seconds_after(played.sink.all[0], kNow);
  EXPECT_LT(first, 1); // a few turns of reading
  EXPECT_NEAR(seconds_after(played.sink.all[1], kNow) - first, 1, 1e-6);
  EXPECT_NEAR(seconds_after(played.sink.all[2], kNow) - first, 3.5, 1e-6);
  for (auto const& o : played.sink.all) {
    EXPECT_GE(o.t_rx(), o.t_obs());
    EXPECT_LE(o.t_rx(), o.t_obs() + 200'000'000) << "told within two turns of being due";
  }
}

TEST(FcdFeed, AVehicleIsItsMiddleItsKindAndItsTrueHeading) {
  Played played;
  FeedOptions options;
  options.types["line1"] = type_of_class("bus");
  play(played, {document({0}, kBus)}, options);
  ASSERT_EQ(played.sink.all.size(), 1U);
  auto const& o = played.sink.all[0];
  EXPECT_EQ(o.entity(), "sumo:b1");
  EXPECT_EQ(o.kind(), wire::ROAD_VEHICLE);
  EXPECT_EQ(o.road_vehicle().vehicle_type(), "bus");
  EXPECT_FLOAT_EQ(o.road_vehicle().length_m(), 12);
  EXPECT_FLOAT_EQ(o.fix().heading_deg(), 90); // on the middle meridian of its zone
  EXPECT_FLOAT_EQ(o.fix().course_deg(), 90);
  EXPECT_FLOAT_EQ(o.fix().speed_mps(), 10);
  auto const at = to_map({o.fix().lon_deg(), o.fix().lat_deg()}), front = to_map({123, 39});
  EXPECT_NEAR(front.east_m - at.east_m, 6, 0.02); // the front is SUMO's point
  EXPECT_NEAR(front.north_m, at.north_m, 0.01);
  auto const line = nlohmann::json::parse(played.json.str());
  EXPECT_EQ(line["id"], "b1");
  EXPECT_EQ(line["lon_deg"], 123);
}

TEST(FcdFeed, WithAStartTimesAreThoseOfTheSimulation) {
  Played played;
  FeedOptions options;
  options.time = {.start = *parse_utc("2026-01-01T00:00:00Z"), .speed = 0};
  play(played, {document({3600, 3601}, kBus)}, options, 30s);
  ASSERT_EQ(played.sink.all.size(), 2U);
  EXPECT_NEAR(seconds_after(played.sink.all[0], *options.time.start), 3600, 1e-6);
  EXPECT_NEAR(seconds_after(played.sink.all[1], *options.time.start), 3601, 1e-6);
  EXPECT_EQ(played.sink.all[1].t_rx(), played.sink.all[1].t_obs()) << "the time of a twin with --clock feed";
}

TEST(FcdFeed, ASimulationThatIsTooSlowIsMovedOn) {
  Played played;
  play(played, {document({0, 1, 2, 3, 4}, kBus)}, {}, 3s);
  ASSERT_EQ(played.sink.all.size(), 5U);
  for (auto const& o : played.sink.all)
    EXPECT_LE(o.t_rx() - o.t_obs(), 1'000'000'000U);
  EXPECT_GT(played.counts.details.get("steps_moved_on"), 0U);
}

TEST(FcdFeed, AnotherRunGoesOnAfterTheFirst) {
  Played played;
  FeedOptions options;
  options.time = {.start = kNow, .speed = 0};
  play(played, {document({0, 1, 2}, kBus), document({0, 1}, kBus)}, options);
  ASSERT_EQ(played.sink.all.size(), 5U);
  for (std::size_t i = 1; i < 5; ++i)
    EXPECT_GT(played.sink.all[i].t_obs(), played.sink.all[i - 1].t_obs()) << i;
}

TEST(FcdFeed, ADamagedDocumentIsCountedSaidAndFollowedByTheNext) {
  Played played;
  auto damaged = document({0, 1}, kBus);
  damaged.replace(damaged.rfind("<timestep"), 9, "<timestep<");
  play(played, {damaged, document({0}, kBus), "<fcd-export>"}, {});
  EXPECT_EQ(played.sink.all.size(), 2U) << "what was whole is told";
  EXPECT_EQ(played.counts.outcomes.get("bad_xml"), 1U);
  EXPECT_EQ(played.counts.outcomes.get("cut_off"), 1U);
  EXPECT_EQ(played.counts.outcomes.get("decoded"), 2U);
  ASSERT_EQ(played.notes.size(), 2U);
  EXPECT_NE(played.notes[0].find("line 1"), std::string::npos) << played.notes[0];
}

TEST(FcdFeed, WhatCannotBeIsLeftOutAndCounted) {
  Played played;
  play(played, {document({0}, R"(<vehicle id="a" x="-1073741824" y="-1073741824" angle="0" type="" speed="0"/>
                         <vehicle id="b" x="123" y="39" angle="0" type="" speed="-1073741824"/>
                         <person id="p" x="123" y="39" angle="0" type="" speed="1"/>)")},
       {});
  EXPECT_TRUE(played.sink.all.empty());
  EXPECT_EQ(played.counts.details.get("impossible"), 2U);
  EXPECT_EQ(played.counts.details.get("persons_left_out"), 1U);
  Played with_persons;
  FeedOptions options;
  options.wire.persons = true;
  play(with_persons, {document({0}, R"(<person id="p" x="123" y="39" angle="-30" type="" speed="1"/>)")}, options);
  ASSERT_EQ(with_persons.sink.all.size(), 1U);
  EXPECT_EQ(with_persons.sink.all[0].road_vehicle().vehicle_type(), "pedestrian");
  EXPECT_FLOAT_EQ(with_persons.sink.all[0].fix().heading_deg(), 330);
}

TEST(FcdFeed, TheLastSecondOfARecording) {
  ListSource sound({document({5, 9, 7}, kBus)}), empty({"<fcd-export/>"});
  EXPECT_DOUBLE_EQ(*last_second(sound), 9);
  EXPECT_FALSE(last_second(empty));
}

} // namespace
} // namespace dalian::sumo
