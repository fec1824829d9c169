#include "twin/app/alarm_desk.hpp"

#include "tests/alarms/made_city.hpp"
#include "twin/app/alarm_wire.hpp"
#include "twin/history/incidents.hpp"

#include <gmock/gmock.h>

namespace dalian::app {
namespace {

using alarms::at;
using alarms::here;
using alarms::MadeCity;
using testing::HasSubstr;
using testing::SizeIs;

/// A desk without a thread, over a made city with one fence.
class Desk : public testing::Test {
 protected:
  Desk() { open(); }

  void open() {
    AlarmDesk::Twin twin;
    twin.latest = [this] { return std::make_shared<state::Snapshot>(city_.look()); };
    twin.now = [this] { return now_; };
    twin.trouble = [this] { return trouble_; };
    twin.publish = [this](auto list) { published_ = std::move(list); };
    twin.reply = [this](ViewerCommand const& command, wire::Reply reply) {
      replies_.emplace_back(command.viewer, reply);
    };
    auto set =
        alarms::rules(alarms::square_place("works", 100) +
                      alarms::rule("fence", "geofence", "road_vehicle",
                                   "area = \"works\"\nwhen = \"inside\"\nhysteresis_m = 0\nlock_history = true\n") +
                      "[[rule]]\nid = \"twin\"\nkind = \"trouble\"\nseverity = \"critical\"\nname_zh = \"a\"\n"
                      "name_ja = \"b\"\nname_en = \"c\"\n");
    auto desk = AlarmDesk::open({std::move(set), folder_.path()}, std::move(twin));
    ASSERT_TRUE(desk) << desk.error();
    desk_ = std::move(desk).value();
  }
  /// Everything at this time: the car is there, the desk looks.
  void look(double s, bool inside = true) {
    now_ = at(s);
    city_.hear("car:1", s, here(inside ? 0 : 500, 0));
    desk_->step();
  }
  wire::Reply say(std::string const& viewer, wire::AlarmCommand::Action action, std::uint64_t id) {
    ViewerCommand command;
    command.viewer = viewer;
    command.who.name = viewer;
    auto& said = *command.request.mutable_alarms()->mutable_command();
    said.set_action(action);
    said.add_alarms(id);
    said.set_shelve_s(600);
    desk_->post(command);
    desk_->step();
    EXPECT_EQ(replies_.back().first, viewer);
    return replies_.back().second;
  }

  test::TempFolder folder_;
  MadeCity city_;
  Instant now_ = at(0);
  std::string trouble_;
  std::shared_ptr<alarms::AlarmList const> published_;
  std::vector<std::pair<std::string, wire::Reply>> replies_;
  std::unique_ptr<AlarmDesk> desk_;
};

TEST_F(Desk, LooksFiveTimesASecondOfTwinTime) {
  look(0, false);
  now_ = at(0.1);
  city_.hear("car:1", 0.1, here(0, 0));
  desk_->step();
  EXPECT_EQ(published_, nullptr); // too soon
  look(0.2);
  ASSERT_NE(published_, nullptr);
  EXPECT_THAT(published_->alarms, SizeIs(1));
}

TEST_F(Desk, TwoViewersSeeWhatEitherDoes) {
  look(0);
  EXPECT_EQ(say("li", wire::AlarmCommand::ACKNOWLEDGE, 1).alarms().done(), 1U);
  EXPECT_EQ(published_->alarms.at(1).who, "li");
  EXPECT_THAT(say("wang", wire::AlarmCommand::ACKNOWLEDGE, 1).error(), HasSubstr("is acknowledged already"));
  EXPECT_EQ(say("wang", wire::AlarmCommand::SHELVE, 1).alarms().done(), 1U);
  EXPECT_EQ(published_->alarms.at(1).state, alarms::State::shelved);
  EXPECT_THAT(say("li", wire::AlarmCommand::CLEAR, 1).error(), HasSubstr("is shelved; unshelve it first"));
  EXPECT_EQ(published_->alarms.at(1).who, "wang");
}

TEST_F(Desk, AnswersTheListPageByPage) {
  look(0);
  ViewerCommand command;
  command.request.mutable_alarms()->set_list_from(0);
  desk_->post(command);
  desk_->step();
  auto const& list = replies_.back().second.alarms().list();
  EXPECT_EQ(list.alarms_size(), 1);
  EXPECT_EQ(list.rules_size(), 2);
  EXPECT_EQ(list.next(), 0U);
}

TEST_F(Desk, GoesOnAfterARestart) {
  look(0);
  say("li", wire::AlarmCommand::ACKNOWLEDGE, 1);
  auto const before = published_->alarms.at(1);
  desk_.reset();
  open();
  city_.renumber();
  look(5);
  auto const after = desk_->book().list()->alarms.at(1);
  EXPECT_EQ(after.state, alarms::State::acknowledged);
  EXPECT_EQ(after.t_raised, before.t_raised);
  EXPECT_EQ(after.who, "li");
  look(6, false);
  look(30, false);
  EXPECT_TRUE(desk_->book().list()->alarms.empty());
  look(100);
  EXPECT_TRUE(desk_->book().list()->alarms.contains(2)); // ids go on
}

TEST_F(Desk, ADelayThatRanGoesOnAfterARestart) {
  look(0);
  look(1, false); // over for one of its five seconds
  desk_.reset();
  open();
  look(5, false);
  EXPECT_EQ(desk_->book().list()->alarms.at(1).state, alarms::State::unacknowledged);
  look(6.1, false);
  EXPECT_EQ(desk_->book().list()->alarms.at(1).state, alarms::State::returned);
}

TEST_F(Desk, AsksForTheHistoryToBeKept) {
  look(0);
  auto const incidents = history::read_incidents(folder_.path());
  ASSERT_TRUE(incidents);
  ASSERT_THAT(*incidents, SizeIs(1));
  EXPECT_EQ((*incidents)[0].reason, "alarm 1 fence: car:1");
  EXPECT_EQ((*incidents)[0].at, at(0));
}

TEST_F(Desk, TheTwinsOwnTroubleIsAnAlarm) {
  look(0, false);
  trouble_ = "history file: disk full";
  look(0.2, false);
  ASSERT_NE(published_, nullptr);
  ASSERT_THAT(published_->alarms, SizeIs(1));
  EXPECT_EQ(published_->alarms.at(1).subject, "twin");
  EXPECT_EQ(published_->alarms.at(1).note, trouble_);
  EXPECT_EQ(published_->alarms.at(1).severity, alarms::Severity::critical);
  trouble_.clear();
  look(1, false);
  look(7, false);
  EXPECT_EQ(published_->alarms.at(1).state, alarms::State::returned);
}

TEST_F(Desk, AClockThatJumpsAnHourBackAndForthLosesNothing) {
  look(3600);
  now_ = at(0);
  desk_->step();
  say("li", wire::AlarmCommand::ACKNOWLEDGE, 1);
  EXPECT_EQ(published_->alarms.at(1).state, alarms::State::acknowledged);
  look(3601);
  EXPECT_EQ(desk_->book().list()->alarms.at(1).state, alarms::State::acknowledged);
}

TEST_F(Desk, ItsThreadLooksAndAnswers) {
  std::mutex mutex;
  std::condition_variable heard;
  std::string error;
  desk_.reset();
  AlarmDesk::Twin twin;
  twin.latest = [] { return std::make_shared<state::Snapshot>(); };
  twin.now = [] { return SystemClock().now(); };
  twin.trouble = [] { return ""; };
  twin.publish = [](auto) {};
  twin.reply = [&](ViewerCommand const&, wire::Reply const& reply) {
    std::lock_guard const lock(mutex);
    error = reply.error();
    heard.notify_all();
  };
  auto desk = AlarmDesk::open({alarms::RuleSet{}, {}}, std::move(twin));
  ASSERT_TRUE(desk);
  (*desk)->start();
  ViewerCommand command;
  command.request.mutable_alarms();
  std::unique_lock lock(mutex);
  (*desk)->post(command);
  EXPECT_TRUE(heard.wait_for(lock, std::chrono::seconds(20), [&] { return !error.empty(); }));
  EXPECT_THAT(error, HasSubstr("not a request about alarms"));
}

} // namespace
} // namespace dalian::app
