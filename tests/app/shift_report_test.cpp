#include "twin/app/shift_report.hpp"

#include "tests/support/temp_folder.hpp"
#include "twin/app/alarm_journal.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace dalian::app {
namespace {

using alarms::Event;
using alarms::State;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

Instant const kFrom = parse_utc("2026-11-27T00:00:00Z").value();

class ShiftReport : public testing::Test {
 protected:
  ShiftReport() {
    rules_->push_back({"cv-t1-deviation", alarms::Severity::high, {"偏离", "逸脱", "Off route T1"}, "m", 25});
    journal_ = AlarmJournal::open(folder_.path()).value();
  }
  void note(Instant t, std::uint64_t alarm, Event event, State to, std::string who = "twin", std::string words = "") {
    alarms::LogEntry e;
    e.t = t, e.alarm = alarm, e.rule = "cv-t1-deviation", e.subject = "car:<T1>", e.event = event, e.to = to;
    e.who = std::move(who), e.note = std::move(words);
    ++list_.revision;
    ASSERT_TRUE(journal_->write({e}, list_, alarm + 1));
  }
  Shift read(Instant from = kFrom, Instant to = kFrom + minutes(60)) {
    return read_shift(folder_.path(), from, to, *rules_).value();
  }

  test::TempFolder folder_;
  alarms::AlarmList list_;
  std::shared_ptr<std::vector<alarms::RuleFacts>> rules_ = std::make_shared<std::vector<alarms::RuleFacts>>();
  std::unique_ptr<AlarmJournal> journal_;
};

TEST_F(ShiftReport, TellsOfEveryAlarmOfTheShiftAndNoOther) {
  note(kFrom - minutes(30), 1, Event::onset, State::unacknowledged); // over before the shift
  note(kFrom - minutes(29), 1, Event::acknowledge, State::acknowledged, "wang");
  note(kFrom - minutes(28), 1, Event::ended, State::normal);
  note(kFrom - minutes(5), 2, Event::onset, State::unacknowledged); // there when it began
  note(kFrom + minutes(10), 3, Event::onset, State::unacknowledged);
  note(kFrom + minutes(10) + seconds(40), 3, Event::acknowledge, State::acknowledged, "li", "stopped by hand");
  note(kFrom + minutes(12), 3, Event::ended, State::normal);
  note(kFrom + minutes(70), 4, Event::onset, State::unacknowledged); // after it
  Shift const shift = read();
  ASSERT_EQ(shift.alarms.size(), 2U);
  EXPECT_EQ(shift.alarms[0].id, 2U);
  EXPECT_TRUE(shift.alarms[0].before);
  EXPECT_EQ(shift.alarms[1].id, 3U);
  EXPECT_EQ(shift.alarms[1].who, "li");
  EXPECT_EQ(shift.alarms[1].notes, "li: stopped by hand");
  EXPECT_EQ(shift.alarms[1].severity, alarms::Severity::high);
  EXPECT_EQ(shift.alarms[1].over, kFrom + minutes(12));
  EXPECT_EQ(shift.raised(), 1U);
  EXPECT_EQ(shift.open(), 1U);
  EXPECT_EQ(shift.median_to_acknowledge(), Duration(seconds(40)));
}

TEST_F(ShiftReport, HasTheIncidentsOfTheShift) {
  ASSERT_TRUE(history::lock_incident(folder_.path(), kFrom + minutes(10), "car off its route", "li", kFrom));
  ASSERT_TRUE(history::lock_incident(folder_.path(), kFrom - minutes(10), "before", "li", kFrom));
  Shift const shift = read();
  ASSERT_EQ(shift.incidents.size(), 1U);
  EXPECT_EQ(shift.incidents[0].reason, "car off its route");
}

TEST_F(ShiftReport, IsAPageOfWordsInTheLanguageWithoutOpenMarkup) {
  note(kFrom + minutes(10), 3, Event::onset, State::unacknowledged);
  ShiftReportWish wish{kFrom, kFrom + minutes(60),           folder_.path() / "shift.html",
                       "zh",  {{"shift.title", "当班报告"}}, rules_};
  ASSERT_TRUE(write_shift_report(folder_.path(), wish));
  std::stringstream page;
  page << std::ifstream(wish.file).rdbuf();
  EXPECT_THAT(page.str(), HasSubstr("<h1>当班报告</h1>"));
  EXPECT_THAT(page.str(), HasSubstr("偏离"));
  EXPECT_THAT(page.str(), HasSubstr("2026-11-27 08:10:00")) << "the time of the place";
  EXPECT_THAT(page.str(), HasSubstr("car:&lt;T1&gt;"));
  EXPECT_THAT(page.str(), Not(HasSubstr("car:<")));
}

TEST_F(ShiftReport, SaysWhatIsMissing) {
  auto const nowhere = read_shift(folder_.path() / "none", kFrom, kFrom + minutes(1), {});
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error(), HasSubstr("alarms.sqlite"));
  ShiftReportWish const wish{kFrom, kFrom + minutes(60), folder_.path() / "no" / "such.html", "en", {}, rules_};
  auto const unwritten = write_shift_report(folder_.path(), wish);
  ASSERT_FALSE(unwritten);
  EXPECT_THAT(unwritten.error(), HasSubstr("such.html"));
}

} // namespace
} // namespace dalian::app
