#include "twin/app/alarm_wire.hpp"

#include "tests/app/parse_frames.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace dalian::app {
namespace {

using alarms::Alarm;
using alarms::AlarmList;
using testing::HasSubstr;

Alarm full_alarm(std::uint64_t id = 7) {
  Alarm a;
  a.id = id;
  a.rule = "cv-collision";
  a.subject = "car:T1-03";
  a.other = "car:T1-04";
  a.severity = alarms::Severity::critical;
  a.state = alarms::State::shelved;
  a.present = false;
  a.grouped = true;
  a.t_raised = from_unix_ns(1'790'000'000'000'000'001);
  a.t_changed = from_unix_ns(1'790'000'001'000'000'000);
  a.shelved_until = from_unix_ns(1'790'000'002'000'000'000);
  a.occurrences = 3;
  a.value = 1.25;
  a.position = {500'000.125, 4'300'000.5};
  a.handle = 9;
  a.who = "local:li";
  a.note = "看到了";
  a.revision = 41;
  return a;
}

AlarmList full_list() {
  AlarmList list;
  list.revision = 50;
  list.alarms[7] = full_alarm();
  list.rules = std::make_shared<std::vector<alarms::RuleFacts>>(std::vector<alarms::RuleFacts>{
      {"cv-collision", alarms::Severity::critical, {"碰撞", "衝突", "collision"}, "s", 1.5},
      {"park-entered", alarms::Severity::low, {"一", "二", "three"}, "", 0}});
  list.flood = {.active = true,
                .since = from_unix_ns(1'790'000'000'000'000'000),
                .in_window = 12,
                .grouped = {{"cv-collision", 1}},
                .unlisted = {{"park-entered", 5}}};
  return list;
}

void expect_equal(AlarmList const& a, AlarmList const& b) {
  EXPECT_EQ(a.revision, b.revision);
  EXPECT_EQ(a.alarms, b.alarms);
  EXPECT_EQ(*a.rules, *b.rules);
  EXPECT_EQ(a.flood, b.flood);
}

template <class Part>
std::vector<Part const*> pointers(std::vector<Part> const& parts) {
  std::vector<Part const*> out;
  for (auto const& part : parts)
    out.push_back(&part);
  return out;
}

TEST(AlarmWire, BringsEveryFieldBack) {
  wire::Alarm wire;
  to_wire(full_alarm(), wire);
  EXPECT_EQ(from_wire(wire), full_alarm());
  auto const parts = to_wire_parts(full_list());
  ASSERT_EQ(parts.size(), 1U);
  expect_equal(from_wire_parts(pointers(parts)), full_list());
}

TEST(AlarmWire, CutsLongListsIntoPartsAndPages) {
  auto list = full_list();
  for (std::uint64_t id = 100; id < 2600; ++id)
    list.alarms[id] = full_alarm(id);
  auto const parts = to_wire_parts(list);
  EXPECT_EQ(parts.size(), 3U);
  expect_equal(from_wire_parts(pointers(parts)), list);
  std::size_t seen = 0;
  std::uint64_t from = 0;
  do {
    auto const page = to_wire_page(list, from);
    EXPECT_LT(page.ByteSizeLong(), std::size_t{1} << 20);
    seen += static_cast<std::size_t>(page.alarms_size());
    from = page.next();
  } while (from != 0);
  EXPECT_EQ(seen, list.alarms.size());
}

TEST(AlarmWire, TakesUnknownEnumeratorsAsTheLowest) {
  wire::Alarm wire;
  wire.set_state(static_cast<wire::AlarmState>(77));
  wire.set_severity(static_cast<wire::AlarmSeverity>(-3));
  EXPECT_EQ(from_wire(wire).state, alarms::State::normal);
  EXPECT_EQ(from_wire(wire).severity, alarms::Severity::low);
}

TEST(AlarmWire, ChecksCommandsFromOutside) {
  wire::AlarmCommand command;
  EXPECT_THAT(from_wire(command).error(), HasSubstr("not a command"));
  command.set_action(wire::AlarmCommand::SHELVE);
  command.add_alarms(3);
  command.set_shelve_s(1800);
  command.set_note("tug alongside");
  auto const good = from_wire(command);
  ASSERT_TRUE(good);
  EXPECT_EQ(good->event, alarms::Event::shelve);
  EXPECT_EQ(good->alarms, (std::vector<std::uint64_t>{3}));
  EXPECT_EQ(good->shelve_for, std::chrono::minutes(30));
  command.set_shelve_s(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(from_wire(command).error(), HasSubstr("number of seconds"));
  command.set_shelve_s(1);
  command.set_note(std::string(300, 'x'));
  EXPECT_THAT(from_wire(command).error(), HasSubstr("note has at most 256 bytes"));
}

/// A list that changes at random, as a book's does.
AlarmList changed(AlarmList const& before, std::mt19937& random) {
  AlarmList now = before;
  for (int i = 0; i < 5; ++i) {
    std::uint64_t const id = 1 + random() % 40;
    if (random() % 3 == 0) {
      now.alarms.erase(id);
      ++now.revision;
    } else {
      now.alarms[id] = full_alarm(id);
      now.alarms[id].occurrences = random() % 100;
      now.alarms[id].revision = ++now.revision;
    }
  }
  now.flood.in_window = random() % 20;
  return now;
}

TEST(AlarmWire, AMirrorFollowsTheListAlsoAcrossGaps) {
  std::uint32_t const seed = 3;
  std::mt19937 random(seed);
  state::Snapshot tracks;
  tracks.run = 5;
  tracks.version = 1;
  auto published = std::make_shared<AlarmList>(full_list());
  published->alarms.clear();
  MirrorState mirror;
  mirror.take_snapshot(parse_snapshot(encode_snapshot(tracks, "p", {}, published.get())));
  expect_equal(*mirror.alarms(), *published);
  int healed = 0;
  for (int i = 0; i < 500; ++i) {
    auto const now = std::make_shared<AlarmList>(random() % 4 == 0 ? *published : changed(*published, random));
    Publication publication;
    publication.before = std::make_shared<state::Snapshot>(tracks); // nothing new about tracks
    publication.alarms_before = published;
    publication.alarms = now;
    auto const frames = encode_delta(tracks, publication, {});
    published = now;
    if (random() % 5 == 0) continue; // lost on the way
    if (mirror.take_delta(parse_delta(frames)) == MirrorState::Answer::need_snapshot) {
      ++healed;
      mirror.take_snapshot(parse_snapshot(encode_snapshot(tracks, "p", {}, published.get())));
    }
    expect_equal(*mirror.alarms(), *published);
  }
  EXPECT_GT(healed, 20) << "seed " << seed;
}

TEST(AlarmWire, ATwinWithoutAlarmsSaysNothingOfThem) {
  auto const tracks = std::make_shared<state::Snapshot>();
  Publication publication;
  publication.before = tracks;
  for (auto const& delta : parse_delta(encode_delta(*tracks, publication, {})))
    EXPECT_FALSE(delta.has_alarms());
}

} // namespace
} // namespace dalian::app
