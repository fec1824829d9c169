// What the journal's log gives back of any instant, against the lists that were seen then.
#include "twin/app/past_alarms.hpp"

#include "tests/alarms/made_city.hpp"
#include "twin/app/alarm_journal.hpp"

#include <gmock/gmock.h>
#include <random>
#include <tuple>

namespace dalian::app {
namespace {

using alarms::Alarm;
using alarms::AlarmList;
using alarms::at;
using alarms::here;

auto seen(Alarm const& a) {
  return std::tuple(a.id, a.rule, a.subject, a.severity, a.state, a.present, a.t_raised, a.t_changed, a.occurrences,
                    a.value, a.who, a.note);
}

class PastAlarmsTest : public testing::Test {
 protected:
  PastAlarmsTest() {
    auto journal = AlarmJournal::open(folder_.path());
    if (!journal) throw std::runtime_error(journal.error());
    journal_ = std::move(journal).value();
  }

  /// Ten cars in and out of a fence for five minutes, and somebody who says something about their alarms.
  void live_through() {
    std::vector<bool> inside(10);
    for (int look = 0; look < 600; ++look) {
      double const s = 0.5 * look;
      for (std::size_t car = 0; car < inside.size(); ++car) {
        if (random_() % 25 == 0) inside[car] = !inside[car];
        city_.hear(fmt::format("car:{}", car), s, here(inside[car] ? 0 : 500, 0));
      }
      keep(book_.evaluate(city_.look(), at(s)));
      auto const list = book_.list();
      if (!list->alarms.empty() && random_() % 6 == 0) say(list->alarms.begin()->first, s);
      lists_[at(s)] = *book_.list();
    }
  }

  std::unique_ptr<PastAlarms> past() const {
    auto opened = PastAlarms::open(folder_.path(), book_.rules().facts());
    if (!opened) throw std::runtime_error(opened.error());
    return std::move(opened).value();
  }

  test::TempFolder folder_;
  std::mt19937 random_{kSeed};
  alarms::MadeCity city_;
  alarms::AlarmBook book_{alarms::rules(
      alarms::square_place("works", 100) +
      alarms::rule("fence", "geofence", "road_vehicle",
                   "area = \"works\"\nwhen = \"inside\"\nhysteresis_m = 0\non_delay_s = 1\noff_delay_s = 1\n"))};
  std::map<Instant, AlarmList> lists_; // from then on
  std::unique_ptr<AlarmJournal> journal_;
  static constexpr std::uint32_t kSeed = 41;

 private:
  void keep(alarms::Changes const& changes) {
    ASSERT_TRUE(journal_->write(changes.log, *book_.list(), book_.next_id()));
  }
  void say(std::uint64_t id, double s) {
    alarms::Command command{.alarms = {id}, .note = fmt::format("look {}", s)};
    if (random_() % 2 == 0) {
      command.event = alarms::Event::shelve;
      command.shelve_for = std::chrono::seconds(20);
    }
    if (auto const done = book_.apply(command, "li", at(s))) keep(*done);
  }
};

TEST_F(PastAlarmsTest, AreWhatWasSeenThen) {
  live_through();
  auto const past = this->past();
  auto const snapshot = city_.look();
  std::size_t listed = 0;
  std::uint64_t revision = 0;
  for (int i = 0; i < 300; ++i) { // near and far, back and forth
    Instant const t = at(0.25 + random_() % 299);
    auto const& live = std::prev(lists_.upper_bound(t))->second;
    auto const list = past->at(t, snapshot);
    ASSERT_TRUE(list) << list.error();
    ASSERT_GE((*list)->revision, revision); // viewers tell by it that something changed
    revision = (*list)->revision;
    ASSERT_EQ((*list)->alarms.size(), live.alarms.size()) << format_utc(t) << ", seed " << kSeed;
    for (auto const& [id, alarm] : live.alarms)
      ASSERT_EQ(seen((*list)->alarms.at(id)), seen(alarm)) << format_utc(t) << ", seed " << kSeed;
    listed += live.alarms.size();
  }
  EXPECT_GT(listed, 300U);
}

TEST_F(PastAlarmsTest, KnowTheirThingsInTheSnapshotShown) {
  city_.hear("car:1", 0, here(0, 0));
  for (double const s : {0.0, 1.5}) {
    auto const changes = book_.evaluate(city_.look(), at(s));
    ASSERT_TRUE(journal_->write(changes.log, *book_.list(), book_.next_id()));
  }
  auto const list = past()->at(at(2), city_.look()).value();
  ASSERT_EQ(list->alarms.size(), 1U);
  EXPECT_EQ(list->alarms.at(1).handle, city_["car:1"].handle);
  EXPECT_EQ(list->alarms.at(1).position, here(0, 0));
  EXPECT_EQ(list->rule("fence")->name.en, "three");
}

TEST_F(PastAlarmsTest, ListStaysTheSameUntilSomethingChanges) {
  live_through();
  auto const past = this->past();
  auto const snapshot = city_.look();
  auto const end = past->at(at(1000), snapshot).value();
  EXPECT_EQ(past->at(at(2000), snapshot).value(), end);
  EXPECT_FALSE(PastAlarms::open("/nowhere", {}));
}

} // namespace
} // namespace dalian::app
